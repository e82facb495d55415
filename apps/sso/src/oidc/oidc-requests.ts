import { Injectable } from '@nestjs/common';
import { Database } from '#libs/persistence';
import { SignInTrace } from '#libs/sign-in';
import { type SendsSignIns, SignInProtocols, type SignInToSend } from '../http/sign-in-protocols.js';
import { SsoSettings } from '../http/sso-settings.js';
import { toPendingSignIn } from './oidc-pending.js';
import { OidcRelyingParties } from './oidc-relying-parties.js';
import { refuseTraced } from './refuse-traced.js';

/** Sends browsers to OpenID providers (OpenID Connect Core §3.1.2.1). */
@Injectable()
export class OidcRequests implements SendsSignIns {
  constructor(
    private readonly database: Database,
    private readonly settings: SsoSettings,
    private readonly parties: OidcRelyingParties,
    protocols: SignInProtocols,
  ) {
    protocols.add('oidc', this);
  }

  /** @throws SignInRefused when the OpenID provider cannot be used */
  requestUrl({ flow, handle, revision, client, loginHint, ...asked }: SignInToSend): Promise<string> {
    const { settings } = revision;
    if (settings.protocol !== 'oidc') throw new TypeError('A sign-in was begun with the settings of another protocol.');
    return refuseTraced(this.database.repositories, SignInTrace.of(flow, client), async () => {
      const { party } = await this.parties.of(flow.connection, settings);
      const { oidcRedirectUri } = this.settings.urlsOf(flow.connection);
      return party.authorizationUrl(toPendingSignIn(flow, handle.reveal(), oidcRedirectUri, asked), loginHint);
    });
  }
}
