import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import {
  type OidcClientAuthentication,
  oidcClientAuthentications,
  type SamlOptions,
  signOnBindings,
} from '#libs/persistence';
import { maxCertificates } from '#libs/idp-metadata';
import { IsCertificate } from './certificate-field.decorator.js';
import { exampleCertificate } from './example-certificate.js';
import { exampleMetadata } from './example-metadata.js';

const ONE_LINE = /^[^\p{Cc}\p{Cs}]*$/u;
const NOT_ONE_LINE = { message: '$property must not hold control characters' };
const HTTPS = { protocols: ['https'], require_protocol: true, require_tld: false, disallow_auth: true };
/** Plain http only leads to private networks that are allowed. */
const METADATA_URL = { ...HTTPS, protocols: ['https', 'http'] };
const STAYS = 'Left out, it stays as it is.';
const AT_ONCE = 'A change takes effect at once and voids no sign-in test.';

/** How a SAML 2.0 identity provider signs people in. */
export class SamlSettingsInput {
  @ApiProperty({ enum: ['saml'], example: 'saml' })
  @IsIn(['saml'])
  readonly protocol!: 'saml';

  @ApiProperty({ description: 'The entity ID of the identity provider.', example: 'http://www.okta.com/exk1example' })
  @Matches(ONE_LINE, NOT_ONE_LINE)
  @MaxLength(1024)
  @MinLength(1)
  @IsString()
  readonly entityId!: string;

  @ApiProperty({
    description: 'Where people sign in.',
    format: 'uri',
    example: 'https://acme.okta.com/app/postern/exk1example/sso/saml',
  })
  @MaxLength(2000)
  @IsUrl(HTTPS)
  readonly signOnUrl!: string;

  @ApiProperty({
    description: 'The certificates it signs with, in PEM form; several while one replaces another.',
    type: [String],
    example: [exampleCertificate],
  })
  @IsCertificate({ each: true })
  @ArrayMaxSize(maxCertificates)
  @ArrayMinSize(1)
  @IsArray()
  readonly certificates!: readonly string[];

  @ApiPropertyOptional({
    description: `How the browser carries requests there. ${STAYS}`,
    enum: signOnBindings,
    example: 'HTTP-Redirect',
  })
  @IsOptional()
  @IsIn(signOnBindings)
  readonly signOnBinding?: SamlOptions['signOnBinding'] | null;

  @ApiPropertyOptional({
    description: `Where logout messages go, by HTTP-Redirect. ${STAYS} ${AT_ONCE}`,
    type: String,
    nullable: true,
    format: 'uri',
    example: 'https://acme.okta.com/app/postern/exk1example/slo/saml',
  })
  @IsOptional()
  @MaxLength(2000)
  @IsUrl(HTTPS)
  readonly singleLogoutUrl?: string | null;

  @ApiPropertyOptional({
    description: `By how many seconds the clocks may differ. ${STAYS} ${AT_ONCE}`,
    type: 'integer',
    minimum: 0,
    maximum: 300,
    example: 60,
  })
  @IsOptional()
  @Max(300)
  @Min(0)
  @IsInt()
  readonly clockSkewSeconds?: number | null;

  @ApiPropertyOptional({
    description: `Whether sign-ins are accepted that the identity provider begins. Whoever has such an assertion can sign another person in as themselves. ${STAYS} ${AT_ONCE}`,
    type: Boolean,
    example: false,
  })
  @IsOptional()
  @IsBoolean()
  readonly allowsIdpInitiated?: boolean | null;

  @ApiPropertyOptional({
    description: `Where its metadata is read every hour; a change is warned of and never taken over by itself. ${STAYS} ${AT_ONCE}`,
    type: String,
    nullable: true,
    format: 'uri',
    example: 'https://acme.okta.com/app/exk1example/sso/saml/metadata',
  })
  @IsOptional()
  @MaxLength(2000)
  @IsUrl(METADATA_URL)
  readonly metadataUrl?: string | null;
}

/** How an OpenID provider signs people in. */
export class OidcSettingsInput {
  @ApiProperty({ enum: ['oidc'], example: 'oidc' })
  @IsIn(['oidc'])
  readonly protocol!: 'oidc';

  @ApiProperty({
    description: 'The issuer identifier, below which its discovery document is (OpenID Connect Discovery §4).',
    format: 'uri',
    example: 'https://acme.okta.com',
  })
  @MaxLength(2000)
  @IsUrl({ ...HTTPS, allow_query_components: false, allow_fragments: false })
  readonly issuer!: string;

  @ApiProperty({ description: 'The client ID that it gave to this service.', example: '0oa1exampleclient' })
  @Matches(ONE_LINE, NOT_ONE_LINE)
  @MaxLength(400)
  @MinLength(1)
  @IsString()
  readonly clientId!: string;

  @ApiProperty({
    description: 'How this service proves who it is (OpenID Connect Core §9).',
    enum: oidcClientAuthentications,
    example: 'client_secret_basic',
  })
  @IsIn(oidcClientAuthentications)
  readonly clientAuthentication!: OidcClientAuthentication;

  @ApiPropertyOptional({
    description:
      'It is kept sealed and never answered. Left out, the one that is there stays, as long as issuer and client ID do. None with `private_key_jwt`.',
    type: String,
    writeOnly: true,
    example: 'correct-horse-battery-staple',
  })
  @IsOptional()
  @Matches(ONE_LINE, NOT_ONE_LINE)
  @MaxLength(4096)
  @MinLength(1)
  @IsString()
  readonly clientSecret?: string | null;
}

/** The settings of one protocol or the other. */
export type SsoSettingsInput = SamlSettingsInput | OidcSettingsInput;

/** The metadata of a SAML 2.0 identity provider. */
export class SsoMetadata {
  @ApiPropertyOptional({
    description: 'The document, as the identity provider gives it out. This or `url`.',
    type: String,
    example: exampleMetadata,
  })
  @IsOptional()
  @IsString()
  readonly xml?: string | null;

  @ApiPropertyOptional({
    description: 'Where the identity provider gives it out. It is read again every hour. This or `xml`.',
    type: String,
    format: 'uri',
  })
  @IsOptional()
  @MaxLength(2000)
  @IsUrl(METADATA_URL)
  readonly url?: string | null;
}

/** The metadata that somebody has looked at. */
export class AcceptedMetadata {
  @ApiProperty({
    description: '`digest` of the evidence of `METADATA_CHANGED`: nothing else is accepted.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  @Matches(/^[\da-f]{64}$/, { message: '$property must be 64 hexadecimal digits' })
  readonly digest!: string;
}
