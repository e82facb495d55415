import { ScimError } from '../scim-error.js';

/**
 * Gives the member of a JSON object with this name, whatever its letter case, or undefined (RFC 7643 §2.1).
 *
 * @throws ScimError `invalidSyntax` when two members have the name in different letter case
 */
export function findMember(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const lower = name.toLowerCase();
  const keys = Object.keys(object).filter(key => key.length === lower.length && key.toLowerCase() === lower);
  const [key] = keys;
  if (keys.length > 1) throw ScimError.invalidSyntax(`"${name}" is given ${keys.length} times.`);
  return key === undefined ? undefined : object[key];
}
