import { SamlServiceProvider, type SamlServiceProviderOptions } from '../saml-service-provider.js';
import { keys, toOwnKey } from './keys.js';
import { memoryStore } from './memory-store.js';

export const idpEntityId = 'https://idp.example.com/saml';
export const entityId = 'https://sso.example.com/connections/7';
export const acsUrl = 'https://sso.example.com/connections/7/acs';

/** The service provider of a connection, with a store of its own. */
export function aServiceProvider(options: Partial<SamlServiceProviderOptions> = {}): SamlServiceProvider {
  return new SamlServiceProvider({
    idp: {
      entityId: idpEntityId,
      signOnUrl: 'https://idp.example.com/sign-on?tenant=7',
      certificates: [keys.idp.cert, keys.nextIdp.cert],
    },
    entityId,
    acsUrl,
    signingKeys: { current: toOwnKey(keys.own) },
    decryptionKeys: { current: toOwnKey(keys.own), next: toOwnKey(keys.nextOwn) },
    clockSkewSeconds: 60,
    allowsIdpInitiated: false,
    store: memoryStore(),
    ...options,
  });
}
