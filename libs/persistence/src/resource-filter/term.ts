import type { ResolvedAttribute } from '#libs/scim-protocol';
import type { ConnectionKey } from '../repositories/connection-key.js';

const EXTENSION_PREFIX = 'urn:ietf:params:scim:schemas:extension:';
const MAX_PATH_LENGTH = 100;
const MAX_VALUE_LENGTH = 200;
const NEEDS_ESCAPE = /['\\]/;

/** What begins all terms of a connection: its id, written short, for every term of every resource has it. */
export function termPrefix({ connectionId }: ConnectionKey): string {
  return `${Buffer.from(connectionId.replaceAll('-', ''), 'hex').toString('base64url')}/`;
}

/** The path of an attribute in terms. The prefix that registered extensions share is left out. */
export function termPath(extension: string | undefined, name: string): string {
  if (extension === undefined) return name;
  const urn = extension.startsWith(EXTENSION_PREFIX) ? extension.slice(EXTENSION_PREFIX.length) : extension;
  return `${urn}:${name}`;
}

/** As `termPath`, of an attribute that a filter names. */
export function termPathOf({ schema, extension, attribute, subAttribute }: ResolvedAttribute): string {
  const path = termPath(extension ? schema.id : undefined, attribute.name);
  return subAttribute ? `${path}.${subAttribute.name}` : path;
}

/**
 * The term of a value, quoted as `tsvector` and `tsquery` read it: `'<connection>/<path>=<value>'`. Long parts are cut, so
 * that none is longer than PostgreSQL takes (2 KiB): terms say which resources may match, never which do.
 */
export function toTerm(prefix: string, path: string, value: string | number): string {
  return quote(`${prefix}${cut(path, MAX_PATH_LENGTH)}=${cut(String(value), MAX_VALUE_LENGTH)}`);
}

/** The only term of a resource that would have too many: it may match whatever is asked. */
export function everyTerm(prefix: string): string {
  return quote(`${prefix}*`);
}

/** Never between the two halves of a character. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const isWithinCharacter = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800;
  return text.slice(0, isWithinCharacter ? length - 1 : length);
}

function quote(lexeme: string): string {
  return `'${NEEDS_ESCAPE.test(lexeme) ? lexeme.replace(/['\\]/g, '$&$&') : lexeme}'`;
}
