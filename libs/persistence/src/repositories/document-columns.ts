import { type ResourceType, type ScimAttributes, ScimError } from '#libs/scim-protocol';
import { toSearchDocument } from '../resource-filter/search-document.js';
import { toTerms } from '../resource-filter/to-terms.js';
import type { ConnectionKey } from './connection-key.js';

/** What one resource may hold in all, so that no list page grows without limit. */
const MAX_ATTRIBUTES_LENGTH = 262_144;

/** PostgreSQL's indexes take at most 2.7 kB of a row. */
const MAX_INDEXED_BYTES = 1024;

/**
 * The values of the columns `attributes`, `search` and `terms` of a resource.
 * @throws ScimError `invalidValue` when it is too large.
 */
export function documentColumns(
  connection: ConnectionKey,
  attributes: ScimAttributes,
  resourceType: ResourceType,
): readonly [string, string, string] {
  const search = toSearchDocument(attributes, resourceType);
  return [storable(JSON.stringify(attributes)), JSON.stringify(search), toTerms(search, resourceType, connection)];
}

function storable(attributes: string): string {
  if (attributes.length <= MAX_ATTRIBUTES_LENGTH) return attributes;
  throw ScimError.invalidValue(
    `A resource must not be larger than ${MAX_ATTRIBUTES_LENGTH} characters of JSON in all.`,
  );
}

/** @throws ScimError `invalidValue` when the text is longer than an index takes. */
export function indexable(attribute: string, value: string): string {
  if (Buffer.byteLength(value) <= MAX_INDEXED_BYTES) return value;
  throw ScimError.invalidValue(`"${attribute}" must not be longer than ${MAX_INDEXED_BYTES} bytes.`);
}
