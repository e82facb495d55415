import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import {
  type OidcClientAuthentication,
  oidcClientAuthentications,
  type SamlOptions,
  signOnBindings,
} from '#libs/persistence';
import { IdProperty, MomentProperty } from '../http/field.decorators.js';
import { type CertificateState, certificateStates } from './certificate-facts.js';

/** A certificate of an identity provider. */
export class SigningCertificate {
  @IdProperty('Its id: the same certificate has the same everywhere.')
  readonly id!: string;

  @ApiProperty({ example: 'CN=acme' })
  readonly subject!: string;

  @MomentProperty('The first moment it is valid.')
  readonly validFrom!: string;

  @MomentProperty('The last moment it is valid.')
  readonly validTo!: string;

  @ApiProperty({ description: 'SHA-256 of the certificate.', example: 'AB:CD:EF:01' })
  readonly fingerprint!: string;

  @ApiProperty({ enum: certificateStates, example: 'valid' })
  readonly state!: CertificateState;

  @ApiProperty({ description: 'Whole days until it expires.', type: 'integer', example: 364 })
  readonly daysLeft!: number;
}

/** The account that the person of a sign-in test would have. */
export class TestedAccount {
  @ApiProperty({ type: String, nullable: true, example: 'ava@example.com' })
  readonly login!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Ava Lind' })
  readonly name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'ava@example.com' })
  readonly email!: string | null;

  @ApiProperty({ type: [String], example: ['Engineering'] })
  readonly groups!: readonly string[];
}

/** The last sign-in test that came back. */
export class SsoTest {
  @MomentProperty('When it came back.')
  readonly testedAt!: string;

  @ApiProperty({ description: 'Whether it was made with the settings as they are.', example: true })
  readonly isCurrent!: boolean;

  @ApiProperty({ description: 'Whether everything that is required arrived.', example: true })
  readonly passed!: boolean;

  @ApiProperty({ description: 'What is required and did not arrive.', type: [String], example: [] })
  readonly missing!: readonly string[];

  @ApiProperty({
    description: 'What the attribute mapping makes of the person; null to who may not see personal data.',
    type: TestedAccount,
    nullable: true,
  })
  readonly account!: TestedAccount | null;
}

class TestableSso {
  @ApiProperty({
    description: 'Of these settings; a sign-in test counts for one fingerprint alone.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  readonly fingerprint!: string;

  @ApiProperty({ type: SsoTest, nullable: true })
  readonly test!: SsoTest | null;
}

/** How a SAML 2.0 identity provider signs people in. */
export class SamlSso extends TestableSso {
  @ApiProperty({ enum: ['saml'], example: 'saml' })
  readonly protocol!: 'saml';

  @ApiProperty({ description: 'The entity ID of the identity provider.', example: 'http://www.okta.com/exk1example' })
  readonly entityId!: string;

  @ApiProperty({ description: 'Where people sign in.', example: 'https://acme.okta.com/app/postern/exk1/sso/saml' })
  readonly signOnUrl!: string;

  @ApiProperty({
    description: 'How the browser carries requests there.',
    enum: signOnBindings,
    example: 'HTTP-Redirect',
  })
  readonly signOnBinding!: SamlOptions['signOnBinding'];

  @ApiProperty({
    description: 'Where logout messages go, by HTTP-Redirect; null when it knows no single logout.',
    type: String,
    nullable: true,
    example: 'https://acme.okta.com/app/postern/exk1/slo/saml',
  })
  readonly singleLogoutUrl!: string | null;

  @ApiProperty({ description: 'By how many seconds the clocks may differ.', type: 'integer', example: 60 })
  readonly clockSkewSeconds!: number;

  @ApiProperty({ description: 'Whether sign-ins are accepted that the identity provider begins.', example: false })
  readonly allowsIdpInitiated!: boolean;

  @ApiProperty({
    description: 'Where its metadata is read every hour; null: it is not.',
    type: String,
    nullable: true,
    example: 'https://acme.okta.com/app/exk1/sso/saml/metadata',
  })
  readonly metadataUrl!: string | null;

  @ApiProperty({ type: [SigningCertificate] })
  readonly certificates!: readonly SigningCertificate[];
}

/** How an OpenID provider signs people in. */
export class OidcSso extends TestableSso {
  @ApiProperty({ enum: ['oidc'], example: 'oidc' })
  readonly protocol!: 'oidc';

  @ApiProperty({ description: 'The issuer identifier of the OpenID provider.', example: 'https://acme.okta.com' })
  readonly issuer!: string;

  @ApiProperty({ description: 'The client ID that it gave to this service.', example: '0oa1exampleclient' })
  readonly clientId!: string;

  @ApiProperty({
    description: 'How this service proves who it is.',
    enum: oidcClientAuthentications,
    example: 'client_secret_basic',
  })
  readonly clientAuthentication!: OidcClientAuthentication;

  @ApiProperty({ description: 'Whether a client secret is kept. It is never answered.', example: true })
  readonly hasClientSecret!: boolean;
}

/** How an identity provider signs people in. */
export type Sso = SamlSso | OidcSso;

/** {@link Sso} for the OpenAPI document. */
export const ssoSchema = {
  oneOf: [{ $ref: getSchemaPath(SamlSso) }, { $ref: getSchemaPath(OidcSso) }],
  discriminator: {
    propertyName: 'protocol',
    mapping: { saml: getSchemaPath(SamlSso), oidc: getSchemaPath(OidcSso) },
  },
};

/** Settings of an enabled connection that wait for a sign-in test that passes. */
@ApiExtraModels(SamlSso, OidcSso)
export class PendingRevisionAnswer {
  @ApiProperty(ssoSchema)
  readonly sso!: Sso;

  @ApiProperty({ description: 'The version of the attribute mapping it is used with.', type: 'integer', example: 0 })
  readonly mappingVersion!: number;

  @MomentProperty('When it was edited last.')
  readonly createdAt!: string;
}
