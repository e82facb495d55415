import type { OidcStore } from '../oidc-store.js';

/** What several processes share, in the memory of one. */
export function memoryStore(): OidcStore & { readonly used: Map<string, Date> } {
  const used = new Map<string, Date>();
  return {
    used,
    useLogoutToken: (hash, expiresAt) => {
      const id = hash.toString('hex');
      const isNew = !used.has(id);
      used.set(id, expiresAt);
      return Promise.resolve(isNew);
    },
  };
}
