import { ApiExtraModels, ApiProperty } from '@nestjs/swagger';
import { idpProfileIds } from '#libs/idp-profiles';
import { connectionStates, provisioningModes, signInPolicies } from '#libs/persistence';
import { Application } from '../http/application.dto.js';
import { IdProperty, MomentProperty, NextCursorProperty, VersionProperty } from '../http/field.decorators.js';
import { OidcSso, SamlSso, type Sso, ssoSchema } from './sso-answer.dto.js';

const EXAMPLE_SSO = 'https://sso.example.com/sso/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';

/** What an identity provider is told of this service; all of it exists from the draft on. */
export class ServiceProvider {
  @ApiProperty({ description: 'SAML 2.0: the entity ID, and the audience.', example: `${EXAMPLE_SSO}/saml/metadata` })
  readonly entityId!: string;

  @ApiProperty({ description: 'SAML 2.0: the assertion consumer service URL.', example: `${EXAMPLE_SSO}/saml/acs` })
  readonly acsUrl!: string;

  @ApiProperty({ description: 'SAML 2.0: the single logout URL.', example: `${EXAMPLE_SSO}/saml/slo` })
  readonly singleLogoutUrl!: string;

  @ApiProperty({ description: 'SAML 2.0: where the metadata is.', example: `${EXAMPLE_SSO}/saml/metadata` })
  readonly metadataUrl!: string;

  @ApiProperty({ description: 'OpenID Connect: the redirect URI.', example: `${EXAMPLE_SSO}/oidc/callback` })
  readonly oidcRedirectUri!: string;

  @ApiProperty({
    description: 'OpenID Connect: where the OpenID provider posts logout tokens, with `sid` or without.',
    example: `${EXAMPLE_SSO}/oidc/backchannel-logout`,
  })
  readonly oidcBackchannelLogoutUri!: string;

  @ApiProperty({
    description: 'OpenID Connect: the public keys with which `private_key_jwt` is verified.',
    example: `${EXAMPLE_SSO}/oidc/jwks`,
  })
  readonly oidcJwksUri!: string;
}

/** One enterprise to one identity provider. */
@ApiExtraModels(SamlSso, OidcSso)
export class Connection {
  @IdProperty('Its id.')
  readonly id!: string;

  @ApiProperty({ description: 'What people call it.', example: 'Acme at Okta' })
  readonly name!: string;

  @ApiProperty({ description: 'The identity provider.', enum: idpProfileIds, example: 'okta' })
  readonly idpProfile!: string;

  @ApiProperty({ enum: connectionStates.filter(state => state !== 'deleted'), example: 'draft' })
  readonly state!: string;

  @ApiProperty({ enum: provisioningModes, example: 'deprovision_only' })
  readonly provisioningMode!: string;

  @ApiProperty({
    description: 'Who may sign in: anybody whom the identity provider names, or only who is in the directory.',
    enum: signInPolicies,
    example: 'jit',
  })
  readonly signInPolicy!: string;

  @ApiProperty({
    description: 'What to enter at the identity provider.',
    example: 'https://sso.example.com/scim/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11/v2',
  })
  readonly scimBaseUrl!: string;

  @ApiProperty({ type: ServiceProvider })
  readonly serviceProvider!: ServiceProvider;

  @ApiProperty({ oneOf: ssoSchema.oneOf, nullable: true })
  readonly sso!: Sso | null;

  @ApiProperty({
    description: 'Whether other settings wait for a sign-in test that passes, to take the place of these.',
    example: false,
  })
  readonly hasPendingRevision!: boolean;

  @VersionProperty()
  readonly version!: number;

  @MomentProperty('When it was made.')
  readonly createdAt!: string;

  @MomentProperty('When it was changed last.')
  readonly lastModified!: string;
}

/** A connection that is enabled, and what that does to accounts. */
export class EnabledConnection extends Connection {
  @ApiProperty({ type: Application })
  readonly application!: Application;
}

/** A page of connections. */
export class ConnectionPage {
  @ApiProperty({ type: [Connection] })
  readonly items!: readonly Connection[];

  @NextCursorProperty()
  readonly nextCursor!: string | null;
}
