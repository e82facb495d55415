import { X509Certificate } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ConnectionKeys } from '#libs/connection-keys';
import { clientSecretContext } from '#libs/connection-lifecycle';
import { type ClientAuthentication, OidcSignInError, OpenIdProviders, RelyingParty, toClientKey } from '#libs/oidc-rp';
import type { ConnectionKey, OidcSettings } from '#libs/persistence';
import { SafeFetch } from '#libs/safe-fetch';
import { type Secret, SecretBox, SecretUnreadable } from '#libs/tokens';
import { SsoSettings } from '../http/sso-settings.js';

/** How far the clock of an OpenID provider may differ from ours. */
const CLOCK_SKEW_SECONDS = 60;

/** The relying party of a connection, and the issuer as the OpenID provider writes it itself. */
export interface ConnectionParty {
  readonly party: RelyingParty;
  readonly issuer: string;
}

/** What connections are to their OpenID providers. */
@Injectable()
export class OidcRelyingParties {
  constructor(
    private readonly providers: OpenIdProviders,
    private readonly fetcher: SafeFetch,
    private readonly secretBox: SecretBox,
    private readonly keys: ConnectionKeys,
    private readonly settings: SsoSettings,
  ) {}

  /**
   * The relying party of a connection with some settings.
   * @throws OidcSignInError when the OpenID provider cannot be used, or the client secret cannot be opened
   */
  async of(connection: ConnectionKey, settings: OidcSettings): Promise<ConnectionParty> {
    const provider = await this.providers.find(settings.issuer);
    const party = new RelyingParty({
      provider,
      clientId: settings.clientId,
      authentication: await this.authenticationOf(connection, settings),
      redirectUri: this.settings.urlsOf(connection).oidcRedirectUri,
      clockSkewSeconds: CLOCK_SKEW_SECONDS,
      fetcher: this.fetcher,
    });
    return { party, issuer: provider.metadata.issuer };
  }

  private async authenticationOf(
    connection: ConnectionKey,
    { clientAuthentication: method, sealedClientSecret }: OidcSettings,
  ): Promise<ClientAuthentication> {
    if (method !== 'private_key_jwt') return { method, secret: await this.open(connection, sealedClientSecret) };
    const { current } = (await this.keys.of(connection)).signing;
    const certificate = new X509Certificate(current.certificate);
    return { method, key: await toClientKey(current.privateKey, current.id, certificate) };
  }

  private async open(connection: ConnectionKey, sealed: string | null): Promise<Secret> {
    try {
      return await this.secretBox.open(sealed ?? '', clientSecretContext(connection));
    } catch (error) {
      throw error instanceof SecretUnreadable ? OidcSignInError.of('oidc_secret_unreadable', error) : error;
    }
  }
}
