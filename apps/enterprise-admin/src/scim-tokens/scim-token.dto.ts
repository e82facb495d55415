import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { type ScimScope, scimScopes } from '#libs/tokens';
import { ExpiryField } from '../http/expiry-field.decorator.js';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';

/** What a SCIM token is made with. */
export class CreateScimToken {
  @ApiPropertyOptional({
    description: 'What it may do; all unless said otherwise.',
    enum: scimScopes,
    isArray: true,
    example: [...scimScopes],
  })
  @IsOptional()
  @IsIn(scimScopes, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @IsArray()
  readonly scopes?: readonly ScimScope[] | null;

  @ExpiryField()
  readonly expiresAt?: string | null;
}

/** A token with which an identity provider calls the SCIM base URL of a connection. */
export class ScimToken {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'How the token begins.', example: 'ptn_scim_1a2b3c' })
  readonly prefix!: string;

  @ApiProperty({ description: 'What it may do.', enum: scimScopes, isArray: true, example: [...scimScopes] })
  readonly scopes!: readonly string[];

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it ends.')
  readonly expiresAt!: string;

  @MaybeMomentProperty('When it was last used, to a few seconds.')
  readonly lastUsedAt!: string | null;

  @MaybeMomentProperty('Since when it is refused.')
  readonly revokedAt!: string | null;
}

/** A new SCIM token. */
export class NewScimToken extends ScimToken {
  @ApiProperty({ description: 'The token itself. It is shown this once and not stored.', example: 'ptn_scim_…' })
  readonly secret!: string;
}

/** A page of SCIM tokens. */
export class ScimTokenPage {
  @ApiProperty({ type: [ScimToken] })
  readonly items!: readonly ScimToken[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
