import { findMember } from '../resource/find-member.js';
import { isObject } from '../resource/is-object.js';
import { ScimError } from '../scim-error.js';
import { parseAttribute, readText } from './parse-attribute.js';
import { readItems } from './read-items.js';
import type { JsonObject } from './read-items.js';
import type { Attribute, Schema } from './schema.js';

/** The most attributes an extension may define, sub-attributes not counted. */
export const MAX_EXTENSION_ATTRIBUTES = 200;

// RFC 8141 §2, as far as it can stand before an attribute name (RFC 7644 §3.10) and in a filter.
const URN = /^urn:[a-z0-9][a-z0-9-]{1,31}:[a-z0-9._~!$&*+,;=:@%/-]{0,199}[a-z0-9]$/i;
// RFC 7643 §10.3 and RFC 7644 §8.2: registered for the resources, messages and events of the protocol itself.
const RESERVED = /^urn:ietf:params:scim:(?:schemas:core|api|event):/i;

/**
 * Gives the schema that a Schema document describes, as an extension of a resource type (RFC 7643 §7, §3.3).
 *
 * Every characteristic may be left out and then has its default (RFC 7643 §2.2); letter case of names and of keywords such
 * as `readWrite` does not matter; unknown members, `schemas` and `meta` are ignored.
 *
 * @throws ScimError `invalidValue` (or `invalidSyntax`) saying where in the document the problem is
 * @example
 * parseExtensionSchema({ id: 'urn:example:params:scim:schemas:2.0:User', attributes: [{ name: 'badge' }] });
 */
export function parseExtensionSchema(document: unknown): Schema {
  if (!isObject(document)) throw ScimError.invalidSyntax('A schema must be a JSON object.');
  const id = readUrn(document);
  return {
    id,
    name: readText(document, 'name', 'name') ?? id.slice(id.lastIndexOf(':') + 1),
    description: readText(document, 'description', 'description') ?? '',
    attributes: parseAttributes(document),
  };
}

function readUrn(document: JsonObject): string {
  const id = findMember(document, 'id');
  if (typeof id !== 'string' || !URN.test(id)) {
    throw ScimError.invalidValue('"id" must be a URN such as "urn:example:params:scim:schemas:2.0:User".');
  }
  if (RESERVED.test(id)) throw ScimError.invalidValue(`"id" must not be "${id}", which belongs to the SCIM standard.`);
  return id;
}

function parseAttributes(document: JsonObject): readonly Attribute[] {
  const items = readItems(document, 'attributes', 'attributes');
  if (items.length > MAX_EXTENSION_ATTRIBUTES) {
    throw ScimError.invalidValue(`"attributes" may have at most ${MAX_EXTENSION_ATTRIBUTES} attributes.`);
  }
  return items.map(({ item, where }) => parseAttribute(item, where));
}
