/**
 * Takes the secret of the setup link out of the address, where it would be seen over a shoulder and kept in the history. It is read
 * when the page is loaded, before anything else looks at the address.
 */
function takeSecret(): string | undefined {
  const { hash, pathname, search } = window.location;
  const secret = hash.slice(1);
  if (!secret.startsWith('ptn_setup_')) return undefined;
  window.history.replaceState(null, '', `${pathname}${search}`);
  return secret;
}

/** The secret of the setup link that this page was opened with. */
export const setupSecret = takeSecret();
