const MAX_LENGTH = 2000;
const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
/** ASCII without spaces, user names, fragments, and backslashes, which browsers take for slashes. */
const PLAIN = /^https?:\/\/[\w.:[\]-]+(?:[/?][!$-[\]-~]*)?$/;

/**
 * Whether browsers may be sent there with a code: https, or http on the machine of a developer (RFC 8252 §7.3); nothing that could
 * be read in two ways, since it is compared character by character (RFC 9700 §2.1).
 */
export function isApplicationUri(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_LENGTH || !PLAIN.test(value)) return false;
  const url = URL.parse(value);
  // Written the way it is understood, but for the slash of an empty path.
  if (!url || (url.href !== value && url.href !== `${value}/`)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
}
