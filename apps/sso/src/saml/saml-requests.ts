import { Injectable } from '@nestjs/common';
import type { PostedForm } from '../http/pages/post-form-page.js';
import { type SendsSignIns, SignInProtocols, type SignInToSend } from '../http/sign-in-protocols.js';
import { SamlProviders } from './saml-providers.js';

/** Sends browsers to SAML 2.0 identity providers (SAML 2.0 profiles §4.1.3). */
@Injectable()
export class SamlRequests implements SendsSignIns {
  constructor(
    private readonly providers: SamlProviders,
    protocols: SignInProtocols,
  ) {
    protocols.add('saml', this);
  }

  async requestUrl({ flow, handle, revision, forcesAuthentication }: SignInToSend): Promise<string | PostedForm> {
    const { settings } = revision;
    if (settings.protocol !== 'saml') throw new TypeError('A sign-in was begun with the settings of another protocol.');
    const provider = await this.providers.serviceProvider(flow.connection, settings);
    const { message } = await provider.authnRequest({
      relayState: handle.reveal(),
      forceAuthn: forcesAuthentication,
    });
    return message.binding === 'HTTP-Redirect' ? message.url : message;
  }
}
