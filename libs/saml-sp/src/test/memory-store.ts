import type { SamlStore } from '../saml-store.js';

/** What several processes share, in the memory of one. */
export function memoryStore(): SamlStore & { readonly used: Set<string> } {
  const requests = new Map<string, string | null>();
  const used = new Set<string>();
  return {
    used,
    saveRequest: (requestId, relayState) => {
      requests.set(requestId, relayState);
      return Promise.resolve();
    },
    consumeRequest: requestId => {
      const relayState = requests.get(requestId);
      requests.delete(requestId);
      return Promise.resolve(relayState === undefined ? undefined : { relayState });
    },
    useAssertion: hash => {
      const id = hash.toString('hex');
      const isNew = !used.has(id);
      used.add(id);
      return Promise.resolve(isNew);
    },
  };
}
