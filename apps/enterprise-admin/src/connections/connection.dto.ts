import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { idpProfileIds } from '#libs/idp-profiles';
import { signInPolicies, type SignInPolicy } from '#libs/persistence';
import { NameField } from '../http/field.decorators.js';

/** What a connection is made with. */
export class CreateConnection {
  @NameField('What people call it.', 'Acme at Okta')
  readonly name!: string;

  @ApiProperty({ description: 'The identity provider.', enum: idpProfileIds, example: 'okta' })
  @IsIn(idpProfileIds)
  readonly idpProfile!: (typeof idpProfileIds)[number];
}

/** What changes of a connection; what is not there stays. */
export class UpdateConnection {
  @NameField('What people call it.', 'Acme at Okta', { isOptional: true })
  readonly name?: string | null;

  @ApiPropertyOptional({
    description:
      'Who may sign in: `jit` anybody whom the identity provider names, `directory_only` who is in the directory.',
    enum: signInPolicies,
    type: String,
    nullable: true,
    example: 'jit',
  })
  @IsOptional()
  @IsIn(signInPolicies)
  readonly signInPolicy?: SignInPolicy | null;
}
