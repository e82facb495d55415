import { Injectable } from '@nestjs/common';
import { samlOptionsOf } from '#libs/connection-health';
import { ConnectionKeys } from '#libs/connection-keys';
import { type ConnectionKey, Database, type SamlSettings } from '#libs/persistence';
import {
  SamlLogout,
  SamlServiceProvider,
  serviceProviderMetadata,
  type SamlServiceProviderOptions,
} from '#libs/saml-sp';
import { SsoSettings } from '../http/sso-settings.js';

/** What a connection is to its SAML 2.0 identity provider, whatever that is. */
type OwnOptions = Omit<SamlServiceProviderOptions, 'idp' | 'clockSkewSeconds' | 'allowsIdpInitiated'>;

/** What connections are to their SAML 2.0 identity providers. */
@Injectable()
export class SamlProviders {
  constructor(
    private readonly database: Database,
    private readonly keys: ConnectionKeys,
    private readonly settings: SsoSettings,
  ) {}

  /** The service provider of a connection with some settings. */
  async serviceProvider(connection: ConnectionKey, settings: SamlSettings): Promise<SamlServiceProvider> {
    return new SamlServiceProvider(await this.optionsOf(connection, settings));
  }

  /** Single logout of a connection with some settings. */
  async logout(connection: ConnectionKey, settings: SamlSettings): Promise<SamlLogout> {
    return new SamlLogout(await this.optionsOf(connection, settings));
  }

  /** The metadata document, which an identity provider may need before it tells anything of itself. */
  async metadata(connection: ConnectionKey): Promise<string> {
    return serviceProviderMetadata(await this.ownOptionsOf(connection));
  }

  private async optionsOf(connection: ConnectionKey, settings: SamlSettings): Promise<SamlServiceProviderOptions> {
    const { entityId, signOnUrl, certificates } = settings;
    const { signOnBinding, singleLogoutUrl, clockSkewSeconds, allowsIdpInitiated } = samlOptionsOf(settings);
    return {
      ...(await this.ownOptionsOf(connection)),
      idp: { entityId, signOnUrl, signOnBinding, singleLogoutUrl, certificates },
      clockSkewSeconds,
      allowsIdpInitiated,
    };
  }

  private async ownOptionsOf(connection: ConnectionKey): Promise<OwnOptions> {
    const { entityId, acsUrl, singleLogoutUrl } = this.settings.urlsOf(connection);
    const { signing, encryption } = await this.keys.of(connection);
    return {
      entityId,
      acsUrl,
      singleLogoutUrl,
      signingKeys: signing,
      decryptionKeys: encryption,
      store: this.database.repositories.samlExchanges.of(connection),
    };
  }
}
