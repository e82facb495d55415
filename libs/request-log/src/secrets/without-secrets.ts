/** What stands where a secret was. */
export const REMOVED = '[removed]';

/** Names of attributes whose values nobody writes down. */
const SECRET_NAME =
  /pass(?:word|phrase|wd|code)|secret|token|credential|private.?key|api.?key|authorization|assertion/i;
/** Credentials of our own, and what looks like a bearer token or a JWT, wherever they stand. */
const SECRET_TEXT = /\bptn_[a-z]+_[\da-f]+|\b(?:bearer|basic) +[\w+/.=~-]{8,}|\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/gi;
/** Deeper than any body that is read. */
const MAX_DEPTH = 100;

/** Whether an attribute's values are secrets by its name; of a path such as `urn:…:User:password` any part may say so. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Gives a text without the credentials in it. */
export function textWithoutSecrets(text: string): string {
  return text.replace(SECRET_TEXT, REMOVED);
}

/**
 * Gives a JSON value without secrets: neither the values of attributes whose names say so, nor those that an operation of a PATCH
 * assigns to them by `path`, nor credentials in texts.
 */
export function valueWithoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return textWithoutSecrets(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return REMOVED;
  if (Array.isArray(value)) return value.map(item => valueWithoutSecrets(item, depth + 1));
  const entries = Object.entries(value);
  const assignsSecret = entries.some(
    ([name, path]) => /^path$/i.test(name) && typeof path === 'string' && isSecretName(path),
  );
  const kept = entries.map(([name, item]): [string, unknown] => {
    if (isSecretName(name) || (assignsSecret && /^value$/i.test(name))) return [name, REMOVED];
    return [textWithoutSecrets(name), valueWithoutSecrets(item, depth + 1)];
  });
  return Object.fromEntries(kept);
}

/** Gives a URL's path and query without secrets, in filters too. */
export function pathWithoutSecrets(path: string): string {
  const [start = '', ...rest] = path.split('?');
  const query = rest.join('?');
  if (query === '') return textWithoutSecrets(path);
  const parts = query.split('&').map(part => {
    const [name = ''] = part.split('=', 1);
    if (isSecretName(name)) return `${name}=${REMOVED}`;
    return /^filter$/i.test(name) && isSecretName(part) ? `${name}=${REMOVED}` : part;
  });
  return textWithoutSecrets(`${start}?${parts.join('&')}`);
}
