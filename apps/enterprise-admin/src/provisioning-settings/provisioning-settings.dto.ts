import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type WarningCode, warningCodes } from '#libs/connection-health';
import { type ProvisioningMode, provisioningModes } from '#libs/persistence';
import { VersionProperty } from '../http/field.decorators.js';
import { PreviewedChange } from '../http/previewed-change.js';

/** What changes of the provisioning of a connection. */
export class UpdateProvisioningSettings extends PreviewedChange {
  @ApiProperty({
    description: 'How far directory changes may go. It takes effect with the next request of the identity provider.',
    enum: provisioningModes,
    example: 'users',
  })
  @IsIn(provisioningModes)
  readonly mode!: ProvisioningMode;
}

/** How a connection is provisioned, and what is entered at the identity provider for it. */
export class ProvisioningSettings {
  @ApiProperty({
    description: 'How far directory changes may go. In every mode every request is answered and the directory is kept.',
    enum: provisioningModes,
    example: 'deprovision_only',
  })
  readonly mode!: ProvisioningMode;

  @ApiProperty({
    description: 'What to enter at the identity provider, in the form that it wants.',
    example: 'https://sso.example.com/scim/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11/v2',
  })
  readonly scimBaseUrl!: string;

  @ApiProperty({ description: 'The attribute that names a user.', enum: ['userName'], example: 'userName' })
  readonly userIdAttribute!: 'userName';

  @ApiProperty({
    description: 'Where an identity provider that has an OAuth 2.0 client gets its access tokens.',
    example: 'https://sso.example.com/scim/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11/oauth/token',
  })
  readonly tokenEndpoint!: string;

  @ApiProperty({
    description: 'Whether warnings of single sign-on block it: then no token is made and the mode goes no further.',
    example: false,
  })
  readonly isBlocked!: boolean;

  @ApiProperty({
    description: 'The codes of those warnings.',
    enum: Object.keys(warningCodes),
    isArray: true,
    example: [],
  })
  readonly blockedBy!: readonly WarningCode[];

  @VersionProperty()
  readonly version!: number;
}
