import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { type ScimScope, scimScopes } from '#libs/tokens';
import { ExpiryField } from '../http/expiry-field.decorator.js';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';
import { type ScimTokenStatus, scimTokenStatuses } from './scim-token-status.js';

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

/** The longest overlap: a week. */
const MAX_OVERLAP_MINUTES = 10_080;

/** What a SCIM token that takes the place of another is made with. */
export class RotateScimToken {
  @ExpiryField()
  readonly expiresAt?: string | null;

  @ApiPropertyOptional({
    description:
      'How long the old token is still accepted after the first use of the new one, in minutes; 60 unless said otherwise.',
    type: 'integer',
    minimum: 0,
    maximum: MAX_OVERLAP_MINUTES,
    example: 60,
  })
  @IsOptional()
  @Max(MAX_OVERLAP_MINUTES)
  @Min(0)
  @IsInt()
  readonly overlapMinutes?: number | null;
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

  @ApiProperty({
    description:
      '`retiring`: another takes its place, and it is accepted until its overlap with the first use of that one is over.',
    enum: scimTokenStatuses,
    example: 'active',
  })
  readonly status!: ScimTokenStatus;

  @ApiProperty({ description: 'Whether an identity provider has used it.', example: true })
  readonly isSeenInUse!: boolean;

  @MaybeMomentProperty('When it was last used, to a few seconds.')
  readonly lastUsedAt!: string | null;

  @ApiProperty({
    description: 'The remote address of its last use, behind the proxies that `TRUSTED_PROXIES` names.',
    type: String,
    nullable: true,
    example: '192.0.2.17',
  })
  readonly lastUsedIp!: string | null;

  @ApiProperty({
    description: 'The id of the token that takes its place.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: null,
  })
  readonly replacedBy!: string | null;

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
