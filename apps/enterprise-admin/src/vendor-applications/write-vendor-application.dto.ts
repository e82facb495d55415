import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type ApplicationAuthentication, applicationAuthentications } from '#libs/persistence';
import { NameField } from '../http/field.decorators.js';
import { PublicKeySet } from '../http/public-keys.dto.js';
import { isApplicationUri } from './application-uri.js';

const MAX_URIS = 50;
const MAX_URL = 2000;
/** A new secret may take a week to arrive everywhere. */
const MAX_OVERLAP_HOURS = 168;
const examples = {
  redirectUris: ['https://app.example.com/callback'],
  postLogoutRedirectUris: ['https://app.example.com/'],
  initiateLoginUri: 'https://app.example.com/sign-in',
  backchannelLogoutUri: 'https://app.example.com/backchannel-logout',
} as const;
const uriRule = 'an https URL, or an http URL of loopback, without a fragment, written as browsers write it';

function IsApplicationUri({ each = false } = {}): PropertyDecorator {
  return ValidateBy(
    {
      name: 'applicationUri',
      validator: {
        validate: isApplicationUri,
        defaultMessage: () => `${each ? 'each of ' : ''}$property must be ${uriRule}`,
      },
    },
    { each },
  );
}

function UrisField(
  description: string,
  name: 'redirectUris' | 'postLogoutRedirectUris',
  min: 0 | 1,
): PropertyDecorator {
  const isRequired = min === 1;
  return applyDecorators(
    ApiProperty({ description, type: [String], required: isRequired, example: examples[name], maxItems: MAX_URIS }),
    ...(isRequired ? [] : [IsOptional()]),
    IsApplicationUri({ each: true }),
    ArrayUnique(),
    ArrayMaxSize(MAX_URIS),
    ArrayMinSize(min),
    IsArray(),
  );
}

function InitiateField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description:
        'Where somebody is sent who begins at the identity provider (`initiate_login_uri`, OpenID Connect Core §4).',
      type: String,
      nullable: true,
      example: examples.initiateLoginUri,
    }),
    IsOptional(),
    IsApplicationUri(),
  );
}

function BackchannelField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description:
        'Where logout tokens are sent (OpenID Connect Back-Channel Logout 1.0): an https URL with a public address.',
      type: String,
      nullable: true,
      maxLength: MAX_URL,
      example: examples.backchannelLogoutUri,
    }),
    IsOptional(),
    MaxLength(MAX_URL),
    IsString(),
  );
}

function KeysField(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ description: 'Its public keys, for `private_key_jwt`.', type: PublicKeySet, nullable: true }),
    IsOptional(),
    ValidateNested({ message: '$property must be an object' }),
    Type(() => PublicKeySet),
  );
}

/** What an application is made with. */
export class CreateVendorApplication {
  @NameField('What people call it; they see it when they sign in.', 'Example Cloud')
  readonly name!: string;

  @UrisField(
    `Where browsers are sent with a code, compared character by character: each ${uriRule}.`,
    'redirectUris',
    1,
  )
  readonly redirectUris!: readonly string[];

  @UrisField('Where browsers may be sent after signing out.', 'postLogoutRedirectUris', 0)
  readonly postLogoutRedirectUris?: readonly string[] | null;

  @InitiateField()
  readonly initiateLoginUri?: string | null;

  @BackchannelField()
  readonly backchannelLogoutUri?: string | null;

  @ApiPropertyOptional({
    description: 'How it authenticates (OpenID Connect Core §9). `none` is for applications that can keep no secret.',
    enum: applicationAuthentications,
    default: 'client_secret_basic',
    example: 'client_secret_basic',
  })
  @IsOptional()
  @IsIn(applicationAuthentications)
  readonly authentication?: ApplicationAuthentication | null;

  @KeysField()
  readonly jwks?: PublicKeySet | null;
}

/** What changes of an application; what is not there stays. */
export class UpdateVendorApplication {
  @NameField('What people call it; they see it when they sign in.', 'Example Cloud', { isOptional: true })
  readonly name?: string | null;

  @ApiPropertyOptional({
    description: 'Where browsers are sent with a code.',
    type: [String],
    example: examples.redirectUris,
    maxItems: MAX_URIS,
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsApplicationUri({ each: true })
  @ArrayUnique()
  @ArrayMaxSize(MAX_URIS)
  @ArrayMinSize(1)
  @IsArray()
  readonly redirectUris?: readonly string[];

  @UrisField('Where browsers may be sent after signing out.', 'postLogoutRedirectUris', 0)
  readonly postLogoutRedirectUris?: readonly string[] | null;

  @InitiateField()
  readonly initiateLoginUri?: string | null;

  @BackchannelField()
  readonly backchannelLogoutUri?: string | null;

  @KeysField()
  readonly jwks?: PublicKeySet | null;
}

/** How a secret is replaced. */
export class RotateApplicationSecret {
  @ApiPropertyOptional({
    description: 'How long the secret before is taken beside the new one.',
    type: 'integer',
    minimum: 0,
    maximum: MAX_OVERLAP_HOURS,
    default: 24,
    example: 24,
  })
  @IsOptional()
  @Max(MAX_OVERLAP_HOURS)
  @Min(0)
  @IsInt()
  readonly overlapHours?: number | null;
}
