import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { setupFeatures } from '#libs/persistence';
import { IdProperty, MomentProperty } from '../http/field.decorators.js';
import { permissions, setupPermissionsOf } from '../http/permissions.js';

const permitted = [...setupPermissionsOf(['sso'])];

/** What opens a setup link. */
export class OpenSetupLink {
  @ApiProperty({ description: 'What follows the `#` in the link.', maxLength: 200, example: 'ptn_setup_…' })
  @MaxLength(200)
  @IsString()
  readonly secret!: string;
}

/** What somebody may do who opened a setup link, in this browser. */
export class SetupSession {
  @IdProperty('The enterprise.')
  readonly enterpriseId!: string;

  @ApiProperty({ description: 'What the enterprise is called.', example: 'Acme' })
  readonly enterpriseName!: string;

  @IdProperty('Its connection, the one that can be set up.')
  readonly connectionId!: string;

  @ApiProperty({
    description: 'What of the connection can be set up.',
    enum: setupFeatures,
    isArray: true,
    example: ['sso', 'provisioning'],
  })
  readonly features!: readonly string[];

  @ApiProperty({ description: 'What may be done with it.', enum: permissions, isArray: true, example: permitted })
  readonly permissions!: readonly string[];

  @ApiProperty({
    description: 'To be sent as the header `X-CSRF-Token` with everything that is not a GET.',
    example: 'vZ0d3yZpX2m0C9o7yQbX0l9w8bq1m3n5p7r9t1v3x5z',
  })
  readonly csrfToken!: string;

  @MomentProperty('When the session is over.')
  readonly expiresAt!: string;
}
