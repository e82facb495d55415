import type { Protocol, Sources } from './attribute-mapping.js';
import type { AttributeSource, SingleSource } from './attribute-source.js';
import type { DocumentReader } from './document-reader.js';
import { sourceKey } from './format-source.js';
import { MAX_NAME_LENGTH, isName } from './is-name.js';
import { parseScimPath } from './parse-scim-path.js';
import { NAME_ID } from './received.js';
import { isObject } from './to-texts.js';

const MAX_SOURCES = 20;
const MAX_JOINED = 4;

/** Reads the ordered sources of a target for one protocol; none at all are refused when the target is required. */
export function parseSources(place: DocumentReader, protocol: Protocol, required: boolean): Sources {
  const places = place.value === undefined ? [] : place.elements('The sources', MAX_SOURCES);
  if (required && (place.value === undefined || (Array.isArray(place.value) && places.length === 0))) {
    place.refuse(`A required target must have a source for ${protocol}.`);
  }
  const seen = new Set<string>();
  return places.flatMap(element => {
    const source = readSource(element, protocol);
    if (!source) return [];
    const key = sourceKey(source);
    if (seen.has(key)) element.refuse('This source is in the list already.');
    seen.add(key);
    return [source];
  });
}

function readSource(place: DocumentReader, protocol: Protocol): AttributeSource | undefined {
  if (!isObject(place.value) || !('join' in place.value)) return readers[protocol](place);
  if (!place.isObjectOf('A joined source', ['join'])) return undefined;
  const list = place.member('join');
  const parts = list.elements('"join"', MAX_JOINED);
  if (parts.length < 2) return list.refuse('"join" must be a list of at least two sources.');
  const join = parts.map(part => readers[protocol](part)).filter(part => part !== undefined);
  return { join };
}

const readers: Readonly<Record<Protocol, (place: DocumentReader) => SingleSource | undefined>> = {
  saml: readSamlSource,
  oidc: place => {
    if (!place.isObjectOf('An OpenID Connect source, {"claim": "…"},', ['claim'])) return undefined;
    const claim = readName(place.member('claim'));
    return claim === undefined ? undefined : { claim };
  },
  scim: place => {
    if (!place.isObjectOf('A SCIM source, {"path": {"attribute": "…"}},', ['path'])) return undefined;
    const path = parseScimPath(place.member('path'));
    return path && { path };
  },
};

function readSamlSource(place: DocumentReader): SingleSource | undefined {
  const what = 'A SAML source, {"attribute": "…"} or {"nameId": true},';
  if (!place.isObjectOf(what, ['attribute', 'nameId'])) return undefined;
  const nameId = place.member('nameId');
  if (nameId.value === undefined) return readSamlAttribute(place.member('attribute'));
  if (place.names().length > 1) return place.refuse('A source is either the NameID or an attribute, not both.');
  return nameId.value === true ? { nameId: true } : nameId.refuse('"nameId" can only be true.');
}

function readSamlAttribute(place: DocumentReader): SingleSource | undefined {
  const attribute = readName(place);
  if (attribute === NAME_ID) return place.refuse('The NameID is no attribute: write {"nameId": true}.');
  return attribute === undefined ? undefined : { attribute };
}

function readName(place: DocumentReader): string | undefined {
  if (isName(place.value)) return place.value;
  return place.refuse(`This must be a name: a text of at most ${MAX_NAME_LENGTH} characters without space around it.`);
}
