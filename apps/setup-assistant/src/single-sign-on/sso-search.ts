/** A protocol of single sign-on. */
export type Protocol = 'saml' | 'oidc';

/** What is in the address of the page. */
export interface SsoSearch {
  readonly step?: string;
  readonly protocol?: Protocol;
}

/** What the address of the page asks for. */
export function readSsoSearch(search: Record<string, unknown>): SsoSearch {
  const { step, protocol } = search;
  return {
    ...(typeof step === 'string' && { step }),
    ...((protocol === 'saml' || protocol === 'oidc') && { protocol }),
  };
}
