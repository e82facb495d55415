import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { type OidcClientAuthentication, oidcClientAuthentications } from '#libs/persistence';
import { IsCertificate } from './certificate-field.decorator.js';
import { exampleCertificate } from './example-certificate.js';
import { exampleMetadata } from './example-metadata.js';

/** How many certificates of an identity provider may be there at once. */
export const maxCertificates = 5;

const ONE_LINE = /^[^\p{Cc}\p{Cs}]*$/u;
const NOT_ONE_LINE = { message: '$property must not hold control characters' };
const HTTPS = { protocols: ['https'], require_protocol: true, require_tld: false, disallow_auth: true };

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
  @ApiProperty({ description: 'The document, as the identity provider gives it out.', example: exampleMetadata })
  @IsString()
  readonly xml!: string;
}
