import { SamlLogout, SamlServiceProvider, type SamlServiceProviderOptions } from '#libs/saml-sp';
import { keys, toOwnKey } from './keys.ts';
import { target } from './target.ts';
import { memoryStore } from './memory-store.ts';

export const { idpEntityId, entityId, acsUrl, singleLogoutUrl } = target;
export const idpSingleLogoutUrl = 'https://idp.example.com/logout?tenant=7';

function optionsOf(options: Partial<SamlServiceProviderOptions>): SamlServiceProviderOptions {
  return {
    idp: {
      entityId: idpEntityId,
      signOnUrl: 'https://idp.example.com/sign-on?tenant=7',
      singleLogoutUrl: idpSingleLogoutUrl,
      certificates: [keys.idp.cert, keys.nextIdp.cert],
    },
    entityId,
    acsUrl,
    singleLogoutUrl,
    signingKeys: { current: toOwnKey(keys.own) },
    decryptionKeys: { current: toOwnKey(keys.own), next: toOwnKey(keys.nextOwn) },
    clockSkewSeconds: 60,
    allowsIdpInitiated: false,
    store: memoryStore(),
    ...options,
  };
}

/** The service provider of a connection, with a store of its own. */
export function aServiceProvider(options: Partial<SamlServiceProviderOptions> = {}): SamlServiceProvider {
  return new SamlServiceProvider(optionsOf(options));
}

/** Single logout of a connection, with a store of its own. */
export function aLogout(options: Partial<SamlServiceProviderOptions> = {}): SamlLogout {
  return new SamlLogout(optionsOf(options));
}
