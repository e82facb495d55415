import { ApiProperty } from '@nestjs/swagger';
import { ExpiryField } from '../http/expiry-field.decorator.js';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';

/** What a secret is made with. */
export class CreateOAuthClientSecret {
  @ExpiryField()
  readonly expiresAt?: string | null;
}

/** A secret of an OAuth client. */
export class OAuthClientSecret {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'How the secret begins.', example: 'ptn_oauth_1a2b3c' })
  readonly prefix!: string;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it ends.')
  readonly expiresAt!: string;

  @MaybeMomentProperty('When an access token was last got with it.')
  readonly lastUsedAt!: string | null;

  @MaybeMomentProperty('Since when it is refused.')
  readonly revokedAt!: string | null;
}

/** A new secret of an OAuth client. */
export class NewOAuthClientSecret extends OAuthClientSecret {
  @ApiProperty({ description: 'The secret itself. It is shown this once and not stored.', example: 'ptn_oauth_…' })
  readonly secret!: string;
}

/** A page of secrets. */
export class OAuthClientSecretPage {
  @ApiProperty({ type: [OAuthClientSecret] })
  readonly items!: readonly OAuthClientSecret[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
