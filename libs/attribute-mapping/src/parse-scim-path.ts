import type { ScimPath } from './attribute-source.js';
import type { DocumentReader } from './document-reader.js';
import { isName } from './is-name.js';

// RFC 7643 §2.1; the leading "$" is for `$ref`.
const NAME = /^[a-z$][\w$-]{0,99}$/i;
const SCHEMA = /^urn:[a-z0-9][a-z0-9-]{0,31}:[^\s"'()[\]\p{Cc}\p{Cs}]{1,200}$/iu;

/** Reads a SCIM path; undefined when it is none. */
export function parseScimPath(place: DocumentReader): ScimPath | undefined {
  if (!place.isObjectOf('A SCIM path', ['schema', 'attribute', 'where', 'subAttribute'])) return undefined;
  const attribute = readScimName(place.member('attribute'));
  const schema = readOptional(place.member('schema'), readSchema);
  const where = readOptional(place.member('where'), readWhere);
  const subAttribute = readOptional(place.member('subAttribute'), readScimName);
  if (attribute === undefined) return undefined;
  return { attribute, ...(schema && { schema }), ...(where && { where }), ...(subAttribute && { subAttribute }) };
}

function readOptional<T>(place: DocumentReader, read: (place: DocumentReader) => T | undefined): T | undefined {
  return place.value === undefined ? undefined : read(place);
}

function readScimName(place: DocumentReader): string | undefined {
  if (typeof place.value === 'string' && NAME.test(place.value)) return place.value;
  return place.refuse('This must be the name of a SCIM attribute, such as "userName" (RFC 7643 §2.1).');
}

function readSchema(place: DocumentReader): string | undefined {
  if (typeof place.value === 'string' && SCHEMA.test(place.value)) return place.value;
  return place.refuse('"schema" must be the URN of a SCIM schema.');
}

function readWhere(place: DocumentReader): ScimPath['where'] {
  if (!place.isObjectOf('"where"', ['subAttribute', 'equals'])) return undefined;
  const subAttribute = readScimName(place.member('subAttribute'));
  const { value: equals } = place.member('equals');
  if (typeof equals === 'boolean' || isName(equals)) {
    return subAttribute === undefined ? undefined : { subAttribute, equals };
  }
  return place.member('equals').refuse('"equals" must be a text without space around it, or true or false.');
}
