import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { type SetupFeature, setupFeatures } from '#libs/persistence';
import { ExpiryField } from '../http/expiry-field.decorator.js';
import { IdProperty, MaybeMomentProperty, MomentProperty, NextCursorProperty } from '../http/field.decorators.js';

/** How long a setup link can be opened, at most and unless its maker says otherwise. */
export const SETUP_LINK_DAYS = 5;
/** How often it can be, unless its maker says otherwise. */
export const DEFAULT_OPENS = 3;
const MAX_OPENS = 20;

/** What a setup link is made with. */
export class CreateSetupLink {
  @ApiProperty({
    description: 'What of the connection can be set up with it.',
    enum: setupFeatures,
    isArray: true,
    minItems: 1,
    example: ['sso', 'provisioning'],
  })
  @IsIn(setupFeatures, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @IsArray()
  readonly features!: readonly SetupFeature[];

  @ExpiryField({ maxDays: SETUP_LINK_DAYS, most: 'five days', defaultDays: SETUP_LINK_DAYS })
  readonly expiresAt?: string | null;

  @ApiPropertyOptional({
    description: `How often it can be opened; ${DEFAULT_OPENS} times unless said otherwise.`,
    type: 'integer',
    minimum: 1,
    maximum: MAX_OPENS,
    example: DEFAULT_OPENS,
  })
  @IsOptional()
  @Max(MAX_OPENS)
  @Min(1)
  @IsInt()
  readonly maxOpens?: number | null;
}

/** A link with which somebody sets one connection up, without an API key. */
export class SetupLink {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'How its secret begins.', example: 'ptn_setup_1a2b3c' })
  readonly prefix!: string;

  @ApiProperty({
    description: 'What of the connection can be set up with it.',
    enum: setupFeatures,
    isArray: true,
    example: ['sso', 'provisioning'],
  })
  readonly features!: readonly string[];

  @ApiProperty({ description: 'How often it can be opened.', type: 'integer', example: DEFAULT_OPENS })
  readonly maxOpens!: number;

  @ApiProperty({ description: 'How often it was.', type: 'integer', example: 1 })
  readonly opens!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('Until when it can be opened.')
  readonly expiresAt!: string;

  @MaybeMomentProperty('When it was last opened.')
  readonly lastOpenedAt!: string | null;

  @MaybeMomentProperty('Since when it and its sessions are refused.')
  readonly revokedAt!: string | null;
}

/** A new setup link. */
export class NewSetupLink extends SetupLink {
  @ApiProperty({
    description: 'The link itself. It is shown this once and not stored. Its secret is in no log and no Referer.',
    example: 'https://sso.example.com/assistant/#ptn_setup_…',
  })
  readonly url!: string;

  @ApiProperty({ description: 'The secret in the link.', example: 'ptn_setup_…' })
  readonly secret!: string;
}

/** A page of setup links. */
export class SetupLinkPage {
  @ApiProperty({ type: [SetupLink] })
  readonly items!: readonly SetupLink[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
