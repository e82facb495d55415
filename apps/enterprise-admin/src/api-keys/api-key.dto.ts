import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { apiKeyRoles } from '#libs/persistence';
import { ExpiryField } from '../http/expiry-field.decorator.js';
import {
  IdProperty,
  MaybeMomentProperty,
  MomentProperty,
  NameField,
  NextCursorProperty,
} from '../http/field.decorators.js';
import { type Permission, permissions } from '../http/permissions.js';

/** Which of its role's permissions a new key has. */
const PermissionsField = (example: readonly Permission[]): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      description: 'What of its role it may do; all of it unless said otherwise.',
      enum: permissions,
      isArray: true,
      example: [...example],
    }),
    IsOptional(),
    IsIn(permissions, { each: true }),
    ArrayUnique(),
    ArrayMinSize(1),
    IsArray(),
  );

/** What a key of one enterprise can be. */
const enterpriseRoles = ['enterprise_admin', 'auditor', 'support'] as const;

/** What an API key is made with. */
export class CreateApiKey {
  @NameField('What it is for.', 'Nightly report')
  readonly name!: string;

  @ApiProperty({ description: 'What its holder may do.', enum: enterpriseRoles, example: 'auditor' })
  @IsIn(enterpriseRoles)
  readonly role!: (typeof enterpriseRoles)[number];

  @PermissionsField(['audit-events:read', 'audit-events:export'])
  readonly permissions?: readonly Permission[] | null;

  @ExpiryField()
  readonly expiresAt?: string | null;
}

/** What the vendor's own staff and backend can be. */
const vendorRoles = ['operator', 'auditor', 'support'] as const;

/** What an API key of all enterprises is made with. */
export class CreateVendorApiKey {
  @NameField('What it is for.', 'Billing backend')
  readonly name!: string;

  @ApiProperty({ description: 'What its holder may do, in every enterprise.', enum: vendorRoles, example: 'operator' })
  @IsIn(vendorRoles)
  readonly role!: (typeof vendorRoles)[number];

  @PermissionsField(['enterprises:read', 'enterprises:write', 'installation:manage'])
  readonly permissions?: readonly Permission[] | null;

  @ExpiryField()
  readonly expiresAt?: string | null;
}

/** A key of the administration API. */
export class ApiKey {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'What it is for.', example: 'Nightly report' })
  readonly name!: string;

  @ApiProperty({ description: 'What its holder may do.', enum: apiKeyRoles, example: 'auditor' })
  readonly role!: string;

  @ApiProperty({
    description: 'What of its role it may do; null when it is all of it.',
    enum: permissions,
    isArray: true,
    nullable: true,
    example: ['audit-events:read', 'audit-events:export'],
  })
  readonly permissions!: readonly string[] | null;

  @ApiProperty({ description: 'How the key begins.', example: 'ptn_api_1a2b3c' })
  readonly prefix!: string;

  @ApiProperty({
    description: 'The API key that made it, which may be revoked by now; null when none did.',
    type: String,
    format: 'uuid',
    nullable: true,
    example: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11',
  })
  readonly createdBy!: string | null;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it ends.')
  readonly expiresAt!: string;

  @MaybeMomentProperty('When it was last used, to the minute.')
  readonly lastUsedAt!: string | null;

  @MaybeMomentProperty('Since when it is refused.')
  readonly revokedAt!: string | null;
}

/** A new API key. */
export class NewApiKey extends ApiKey {
  @ApiProperty({ description: 'The key itself. It is shown this once and not stored.', example: 'ptn_api_…' })
  readonly secret!: string;
}

/** A page of API keys. */
export class ApiKeyPage {
  @ApiProperty({ type: [ApiKey] })
  readonly items!: readonly ApiKey[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
