import type { SamlStore } from '#libs/saml-sp';

/** What several processes share, in the memory of one. */
export function memoryStore(): SamlStore & { readonly used: Set<string> } {
  const requests = new Map<string, Buffer>();
  const used = new Set<string>();
  const store: SamlStore & { readonly used: Set<string> } = {
    used,
    saveRequest: (requestId, relayStateHash) => {
      requests.set(requestId, relayStateHash);
      return Promise.resolve();
    },
    consumeRequest: requestId => {
      const relayStateHash = requests.get(requestId);
      requests.delete(requestId);
      return Promise.resolve(relayStateHash && { relayStateHash });
    },
    useAssertion: hash => {
      const id = hash.toString('hex');
      const isNew = !used.has(id);
      used.add(id);
      return Promise.resolve(isNew);
    },
    useAnswer: async (requestId, hash, expiresAt) => {
      const isNew = await store.useAssertion(hash, expiresAt);
      return { isNew, request: isNew ? await store.consumeRequest(requestId) : undefined };
    },
  };
  return store;
}
