import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { type ScimScope, scimScopes } from '#libs/tokens';
import {
  IdProperty,
  MaybeMomentProperty,
  MomentProperty,
  NameField,
  NextCursorProperty,
  VersionProperty,
} from '../http/field.decorators.js';
import { PublicKeySet } from '../http/public-keys.dto.js';
import { WorkloadIdentityInput } from './workload-identity.dto.js';

const MIN_MINUTES = 60;
const MAX_MINUTES = 360;
const SOME_ID = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';

function ScopesField(description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ description, enum: scimScopes, isArray: true, example: [...scimScopes] }),
    IsOptional(),
    IsIn(scimScopes, { each: true }),
    ArrayUnique(),
    ArrayMinSize(1),
    IsArray(),
  );
}

function MinutesField(description: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description,
      type: 'integer',
      minimum: MIN_MINUTES,
      maximum: MAX_MINUTES,
      example: MIN_MINUTES,
    }),
    IsOptional(),
    Max(MAX_MINUTES),
    Min(MIN_MINUTES),
    IsInt(),
  );
}

function PartField(description: string, part: () => new () => object): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ description, type: part(), nullable: true }),
    IsOptional(),
    ValidateNested({ message: '$property must be an object' }),
    Type(part),
  );
}

/** What an OAuth client is made with. */
export class CreateOAuthClient {
  @NameField('What people call it.', 'Entra ID')
  readonly name!: string;

  @ScopesField('What its access tokens may do; all unless said otherwise.')
  readonly scopes?: readonly ScimScope[] | null;

  @MinutesField('How long its access tokens live, in minutes.')
  readonly accessTokenMinutes?: number | null;

  @PartField('Its public keys, for `private_key_jwt`.', () => PublicKeySet)
  readonly jwks?: PublicKeySet | null;

  @PartField('The workload identity that stands for it.', () => WorkloadIdentityInput)
  readonly federation?: WorkloadIdentityInput | null;
}

/** What changes of an OAuth client; what is not there stays. */
export class UpdateOAuthClient {
  @NameField('What people call it.', 'Entra ID', { isOptional: true })
  readonly name?: string | null;

  @ScopesField('What its access tokens may do.')
  readonly scopes?: readonly ScimScope[] | null;

  @MinutesField('How long its next access tokens live, in minutes.')
  readonly accessTokenMinutes?: number | null;

  @PartField('Its public keys, for `private_key_jwt`; null takes them away.', () => PublicKeySet)
  readonly jwks?: PublicKeySet | null;

  @PartField('The workload identity that stands for it; null takes it away.', () => WorkloadIdentityInput)
  readonly federation?: WorkloadIdentityInput | null;
}

/** An identity provider that gets its access tokens by OAuth 2.0 client credentials. */
export class OAuthClient {
  @IdProperty('Its id, and its `client_id`.')
  readonly id!: string;

  @ApiProperty({ description: 'What people call it.', example: 'Entra ID' })
  readonly name!: string;

  @ApiProperty({
    description: 'What its access tokens may do.',
    enum: scimScopes,
    isArray: true,
    example: [...scimScopes],
  })
  readonly scopes!: readonly string[];

  @ApiProperty({ description: 'How long its access tokens live.', type: 'integer', example: MIN_MINUTES })
  readonly accessTokenMinutes!: number;

  @ApiProperty({ description: 'Its public keys.', type: PublicKeySet, nullable: true })
  readonly jwks!: PublicKeySet | null;

  @ApiProperty({
    description: 'The workload identity that stands for it.',
    type: WorkloadIdentityInput,
    nullable: true,
  })
  readonly federation!: WorkloadIdentityInput | null;

  @ApiProperty({
    description: 'Where it gets its access tokens.',
    example: `https://sso.example.com/scim/${SOME_ID}/oauth/token`,
  })
  readonly tokenEndpoint!: string;

  @ApiProperty({
    description: 'The issuer, by which its metadata is found (RFC 8414).',
    example: `https://sso.example.com/scim/${SOME_ID}`,
  })
  readonly issuer!: string;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;

  @MaybeMomentProperty('When it got its last access token.')
  readonly lastUsedAt!: string | null;
}

/** A page of OAuth clients. */
export class OAuthClientPage {
  @ApiProperty({ type: [OAuthClient] })
  readonly items!: readonly OAuthClient[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
