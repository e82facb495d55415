import type { ExpectedResponse, Json, JsonObject } from '../runner/profile/exchange.ts';
import { isList, isObject } from '../runner/template.ts';
import { type Captured, endpointOf } from './captured.ts';
import type { Disguise } from './disguise.ts';
import { parseJson } from './learn-cast.ts';
import { isValue } from './vocabulary.ts';

const ANY_TEXT = { $type: 'string' };
const ANY_TIME = { $regex: '^\\d{4}-\\d\\d-\\d\\dT' };

/** More than so many resources are described together. */
const FEW = 3;

/** What the runner sets up for a user or a group that is given: nothing else can be asked for, unless it was just sent. */
const plain = ['externalId', 'userName', 'displayName', 'name', 'emails', 'active', 'members'];

/** A captured answer as an expectation: what may be different next time is told by its kind. */
export function recordedResponse(captured: Captured, disguise: Disguise): ExpectedResponse {
  const { status, responseBody } = captured;
  const body = parseJson(responseBody);
  const isJson = body !== undefined && /^application\/(?:scim\+)?json/i.test(contentTypeOf(captured));
  return {
    status,
    ...((isJson || status === 201) && {
      headers: {
        ...(isJson && { 'Content-Type': { $regex: '^application/(scim\\+)?json' } }),
        ...(hasLocation(captured) && { Location: ANY_TEXT }),
      },
    }),
    ...(responseBody === '' && status === 204 && { empty: true }),
    ...(isObject(body) && { body: expectedBody(body, captured, disguise) }),
  };
}

function contentTypeOf({ responseHeaders }: Captured): string {
  return Object.entries(responseHeaders).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
}

function hasLocation({ status, responseHeaders }: Captured): boolean {
  return status === 201 && Object.keys(responseHeaders).some(name => name.toLowerCase() === 'location');
}

function expectedBody(body: JsonObject, captured: Captured, disguise: Disguise): Json {
  const { name, query } = endpointOf(captured.url);
  if (captured.status >= 400) return expectedError(body, disguise);
  if (body['Resources'] !== undefined || body['totalResults'] !== undefined) {
    return expectedList(body, query.includes('filter='), captured, disguise);
  }
  if (name !== '/Users' && name !== '/Groups') return { $type: 'object' };
  return expectedResource(body, captured, disguise);
}

function expectedError({ schemas, status, scimType, detail }: JsonObject, disguise: Disguise): Json {
  return {
    ...(schemas !== undefined && { schemas: disguise.json(schemas, 'schemas') }),
    ...(status !== undefined && { status: disguise.json(status, 'status') }),
    ...(typeof scimType === 'string' && { scimType: isValue(scimType) ? scimType : ANY_TEXT }),
    ...(detail !== undefined && { detail: ANY_TEXT }),
  };
}

function expectedList(body: JsonObject, isFiltered: boolean, captured: Captured, disguise: Disguise): Json {
  const { schemas, totalResults, Resources, startIndex, itemsPerPage } = body;
  const resources = isList(Resources) ? Resources.filter(isObject) : [];
  const isExact = isFiltered && resources.length <= FEW;
  const each = isExact
    ? resources.map(resource => expectedResource(resource, captured, disguise))
    : { $each: { id: ANY_TEXT } };
  return {
    ...(schemas !== undefined && { schemas: disguise.json(schemas, 'schemas') }),
    ...(totalResults !== undefined && {
      totalResults: isExact ? disguise.json(totalResults, 'totalResults') : { $type: 'integer' },
    }),
    ...(startIndex !== undefined && { startIndex: { $type: 'integer' } }),
    ...(itemsPerPage !== undefined && { itemsPerPage: { $type: 'integer' } }),
    ...(isList(Resources) && { Resources: each }),
  };
}

function expectedResource(resource: JsonObject, captured: Captured, disguise: Disguise): Json {
  const { id, schemas, meta, userName } = resource;
  disguise.turnTo(id, userName);
  const sent = parseJson(captured.requestBody);
  const isWhole = ['POST', 'PUT'].includes(captured.method);
  const known = isWhole || sent === undefined ? '' : JSON.stringify(disguise.json(sent));
  const asked = Object.entries(resource).filter(([key]) => plain.includes(key) || (isObject(sent) && key in sent));
  const attributes = asked.flatMap(([key, value]): [string, Json][] => {
    const isEmpty = isList(value) && value.length === 0;
    // A user's groups are the server's business (RFC 7643 §4.1.2).
    if (isEmpty || ['id', 'schemas', 'meta', 'groups'].includes(key)) return [];
    const disguisedKey = Object.keys(disguise.json({ [key]: null }) as JsonObject)[0] ?? key;
    return [[disguisedKey, kept(disguise.json(value, key), { isWhole, known })]];
  });
  return {
    ...(isList(schemas) && { schemas: { $contains: [disguise.json(schemas[0] ?? '', 'schemas')] } }),
    ...(id !== undefined && { id: captured.method === 'POST' ? ANY_TEXT : disguise.json(id, 'id') }),
    ...Object.fromEntries(attributes),
    ...(isObject(meta) && { meta: expectedMeta(meta) }),
  };
}

/** What the identity provider has just said. */
interface Said {
  /** It said everything: what comes back is what it said. */
  readonly isWhole: boolean;
  /** Else, in JSON, what it changed. */
  readonly known: string;
}

/** Names and vocabulary must come again; of other texts, any will do. */
function kept(value: Json, said: Said): Json {
  if (isList(value)) return { $contains: value.map(each => kept(each, said)) };
  if (isObject(value)) {
    const members = Object.entries(value).filter(([key]) => isKept(key, said));
    return Object.fromEntries(members.map(([key, each]) => [key, kept(each, said)]));
  }
  if (typeof value !== 'string' || isValue(value)) return value;
  if (said.isWhole || said.known.includes(JSON.stringify(value))) return value.includes('{{') ? value : ANY_TEXT;
  const isPlain = /^\{\{\w+\.(?!new)\w+(?:\|\w+)?\}\}$/.test(value);
  return isPlain ? value : ANY_TEXT;
}

function isKept(key: string, { isWhole, known }: Said): boolean {
  if (['$ref', 'display', 'type', 'primary'].includes(key)) return false;
  return isWhole || known.includes(key) || ['givenName', 'familyName', 'value'].includes(key);
}

function expectedMeta({ resourceType, created, lastModified, location, version }: JsonObject): Json {
  return {
    ...(typeof resourceType === 'string' && isValue(resourceType) && { resourceType }),
    ...(created !== undefined && { created: ANY_TIME }),
    ...(lastModified !== undefined && { lastModified: ANY_TIME }),
    ...(location !== undefined && { location: ANY_TEXT }),
    ...(version !== undefined && { version: ANY_TEXT }),
  };
}
