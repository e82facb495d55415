import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional, type ApiPropertyOptions, ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsEmail, IsIn, IsOptional, MaxLength, ValidateBy } from 'class-validator';
import { type AccountFilter, isLogin } from '#libs/persistence';
import { NameField } from '../http/field.decorators.js';
import { PageQuery } from '../http/list-page.js';

const states = ['active', 'suspended'] as const;

/** What a person types to sign in: it can be prepared like a userName (RFC 8265 §3.3). */
function LoginField(options: ApiPropertyOptions): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ example: 'ava@example.com', type: String, maxLength: 254, ...options }),
    ValidateBy({
      name: 'login',
      validator: {
        validate: value => typeof value === 'string' && isLogin(value),
        defaultMessage: () => '$property must be a user name (RFC 8265), such as an e-mail address',
      },
    }),
    MaxLength(254),
  );
}

function EmailField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description: 'Where mail reaches the person.',
      type: String,
      nullable: true,
      example: 'ava@example.com',
    }),
    IsEmail(),
    IsOptional(),
  );
}

/** What a local account is made with. */
export class CreateAccount {
  @LoginField({ description: 'Unique in the enterprise, whatever the case of its letters. It stays.' })
  readonly login!: string;

  @EmailField()
  readonly email?: string | null;

  @NameField('What people call the person.', 'Ava Lind', { isOptional: true, isNullable: true })
  readonly displayName?: string | null;
}

/** What changes of a local account. */
export class UpdateAccount {
  @EmailField()
  readonly email?: string | null;

  @NameField('What people call the person.', 'Ava Lind', { isOptional: true, isNullable: true })
  readonly displayName?: string | null;
}

/** Why access is given back. */
export class RestoreAccount {
  @NameField('Why, for the audit log.', 'Removed from the group by mistake')
  readonly reason!: string;
}

/** Which accounts are listed. */
export class AccountQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Those in this state.', enum: states, example: 'active' })
  @IsOptional()
  @IsIn(states)
  readonly state?: AccountFilter['state'];

  @LoginField({
    description: 'The one with this login, whatever the case of its letters; only for who may see personal data.',
    required: false,
  })
  @IsOptional()
  readonly login?: string;

  @ApiPropertyOptional({
    description: 'Those that are linked to a directory user, or those that are not.',
    type: Boolean,
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  @Transform(({ value }: { value: unknown }) => (value === 'true' || value === 'false' ? value === 'true' : value))
  readonly isLinked?: boolean;
}
