import { ScimError } from '../scim-error.js';
import type { AttributePath } from './attribute-path.js';

// RFC 7643 §2.1; the leading "$" is for `$ref`.
const NAME = /^[a-z$][\w$-]*$/i;
const URN = /^urn:[a-z0-9][a-z0-9-]{0,31}:[^\s"'()[\]]+$/i;

/**
 * Gives the attribute path that a text in standard attribute notation names (RFC 7644 §3.10).
 *
 * @throws ScimError `invalidPath` when the text is not such a notation
 * @example
 * parseAttributePath('urn:ietf:params:scim:schemas:core:2.0:User:name.familyName');
 */
export function parseAttributePath(text: string): AttributePath {
  const path = readAttributePath(text);
  if (path === undefined) throw ScimError.invalidPath(`${JSON.stringify(text)} is not an attribute name.`);
  return path;
}

/** As `parseAttributePath`, but answers undefined. */
export function readAttributePath(text: string): AttributePath | undefined {
  if (NAME.test(text)) return { attribute: text };
  const end = text.lastIndexOf(':');
  const names = text.slice(end + 1).split('.') as [string, ...string[]];
  if (names.length > 3 || !names.every(name => NAME.test(name))) return undefined;
  const [first, second, third] = names;
  if (end < 0) return third === undefined ? toPath(first, second) : undefined;
  const urn = text.slice(0, end);
  if (!URN.test(urn)) return undefined;
  // Entra ID's older notation puts a dot after the URN: urn:…:2.0:User.manager.value
  if (second !== undefined && third !== undefined) return { urn: `${urn}:${first}`, ...toPath(second, third) };
  return { urn, ...toPath(first, second) };
}

function toPath(attribute: string, subAttribute: string | undefined): AttributePath {
  return subAttribute === undefined ? { attribute } : { attribute, subAttribute };
}
