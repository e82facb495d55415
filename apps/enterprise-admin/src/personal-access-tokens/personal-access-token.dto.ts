import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { ExpiryField } from '../http/expiry-field.decorator.js';
import {
  IdProperty,
  MaybeMomentProperty,
  MomentProperty,
  NameField,
  NextCursorProperty,
} from '../http/field.decorators.js';

/** What a personal access token is made with. */
export class CreatePersonalAccessToken {
  @NameField('What it is for.', 'Build pipeline')
  readonly name!: string;

  @ExpiryField()
  readonly expiresAt?: string | null;
}

/** A person's own token for the vendor's application. */
export class PersonalAccessToken {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'What it is for.', example: 'Build pipeline' })
  readonly name!: string;

  @ApiProperty({ description: 'How the token begins.', example: 'ptn_pat_1a2b3c' })
  readonly prefix!: string;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it ends.')
  readonly expiresAt!: string;

  @MaybeMomentProperty('When it was last used, to the minute.')
  readonly lastUsedAt!: string | null;

  @MaybeMomentProperty('Since when it is refused.')
  readonly revokedAt!: string | null;
}

/** A new personal access token. */
export class NewPersonalAccessToken extends PersonalAccessToken {
  @ApiProperty({ description: 'The token itself. It is shown this once and not stored.', example: 'ptn_pat_…' })
  readonly secret!: string;
}

/** A page of personal access tokens. */
export class PersonalAccessTokenPage {
  @ApiProperty({ type: [PersonalAccessToken] })
  readonly items!: readonly PersonalAccessToken[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}

/** The token that the vendor's backend was shown (RFC 7662 §2.1). */
export class IntrospectToken {
  @ApiProperty({ description: 'As it was presented.', example: 'ptn_pat_…', maxLength: 1000 })
  @MaxLength(1000)
  @IsString()
  readonly token!: string;
}

/** What a token is good for (RFC 7662 §2.2). Of one that is not active nothing else is said. */
export class TokenIntrospection {
  @ApiProperty({
    description: 'Whether it is known, not revoked, not expired, and of an active account.',
    example: true,
  })
  readonly active!: boolean;

  @ApiPropertyOptional({ description: 'Whose it is.', format: 'uuid', example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' })
  readonly accountId?: string;

  @ApiPropertyOptional({
    description: 'The enterprise of the account.',
    format: 'uuid',
    example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11',
  })
  readonly enterpriseId?: string;

  @ApiPropertyOptional({ description: 'Its id.', format: 'uuid', example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' })
  readonly tokenId?: string;

  @ApiPropertyOptional({ description: 'When it ends.', format: 'date-time', example: '2026-11-24T09:30:00.000Z' })
  readonly expiresAt?: string;
}
