import type { Json, JsonObject } from '../runner/profile/exchange.ts';
import { isList, isObject } from '../runner/template.ts';
import { type Captured, decoded, endpointOf } from './captured.ts';
import { Cast } from './cast.ts';

type Kind = 'user' | 'group';

/** Finds out who is who: a first way through all the traffic, in its order. */
export function learnCast(traffic: readonly Captured[]): Cast {
  const cast = new Cast();
  for (const captured of traffic) learnFrom(captured, cast);
  return cast;
}

/** JSON, or `undefined` for what is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function learnFrom(captured: Captured, cast: Cast): void {
  const { name, id, query } = endpointOf(captured.url);
  const kind: Kind = name === '/Groups' ? 'group' : 'user';
  // Schemas and resource types have ids and names, too, and are nobody.
  if (!/^\/(?:Users|Groups|Me|\.search)$/.test(name)) return;
  const answered = captured.status < 300 ? parseJson(captured.responseBody) : undefined;
  learnFilter(query, kind, cast);
  if (/^\/(?:Users|Groups)$/.test(name) && id !== '.search') {
    learnResource(sentResource(captured, decoded(id), answered), kind, cast);
  }
  for (const resource of resourcesIn(answered)) learnResource(resource, kindOf(resource, kind), cast);
}

/** What is sent, as a resource: with the id that it has, or is given. */
function sentResource({ method, requestBody }: Captured, id: string, answered: Json | undefined): JsonObject {
  const sent = parseJson(requestBody);
  if (!isObject(sent)) return { id };
  if (method === 'PATCH') return { ...patched(sent), id };
  const created = isObject(answered) ? answered['id'] : undefined;
  return { ...sent, id: id || (created ?? '') };
}

/** Each resource of a list, or the one that is there. */
export function resourcesIn(body: Json | undefined): readonly JsonObject[] {
  if (!isObject(body)) return [];
  const list = body['Resources'];
  return isList(list) ? list.filter(isObject) : [body];
}

function kindOf({ schemas }: JsonObject, otherwise: Kind): Kind {
  const text = JSON.stringify(schemas ?? '');
  if (/core:2\.0:Group/i.test(text)) return 'group';
  return /core:2\.0:User/i.test(text) ? 'user' : otherwise;
}

function learnResource(resource: JsonObject, kind: Kind, cast: Cast): void {
  const { id, userName, externalId, displayName } = resource;
  const known = [id, userName, externalId, kind === 'group' ? displayName : undefined].filter(isText);
  if (known.length > 0) learnNames(cast.find(kind, known), resource, kind, cast);
  for (const { value, type } of objectsIn(resource['members'])) {
    if (isText(value)) cast.learn(cast.find(type === 'Group' ? 'group' : 'user', [value]), 'id', value);
  }
  const manager = Object.values(resource)
    .filter(isObject)
    .map(extension => extension['manager'])
    .find(isObject);
  const managerId = manager?.['value'];
  if (isText(managerId)) cast.learn(cast.find('user', [managerId]), 'id', managerId);
}

function learnNames(owner: string, resource: JsonObject, kind: Kind, cast: Cast): void {
  const { id, userName, externalId, displayName, name, emails } = resource;
  cast.learn(owner, 'id', id);
  cast.learn(owner, 'externalId', externalId);
  if (kind === 'user') {
    cast.learn(owner, 'userName', userName);
    for (const { value } of objectsIn(emails)) cast.learn(owner, 'email', value);
    if (isObject(name)) for (const part of ['givenName', 'familyName']) cast.learn(owner, part, name[part]);
  }
  cast.learn(owner, 'displayName', displayName);
}

/** What a PATCH sets, as a resource. */
function patched({ Operations }: JsonObject): JsonObject {
  const entries = objectsIn(Operations).flatMap(({ path, value }): [string, Json][] => {
    if (path === undefined) return isObject(value) ? Object.entries(value) : [];
    const [first = '', second] = (isText(path) ? path : '').split('.');
    if (value === undefined || /[[:]/.test(first)) return [];
    return [[first, second === undefined ? value : { [second]: value }]];
  });
  const resource: Record<string, Json> = {};
  for (const [key, value] of entries) {
    const before = resource[key];
    resource[key] = isObject(before) && isObject(value) ? { ...before, ...value } : value;
  }
  return resource;
}

/** Identity providers look for people before they make them. */
function learnFilter(query: string, kind: Kind, cast: Cast): void {
  const filter = new URLSearchParams(query).get('filter') ?? '';
  for (const [, path = '', text = ''] of filter.matchAll(/([\w.]+) eq "((?:[^"\\]|\\.)*)"/gi)) {
    const attribute = /^emails\.value$/i.test(path)
      ? 'email'
      : namedOnce.find(each => each.toLowerCase() === path.toLowerCase());
    if (attribute === undefined || (kind === 'user' && attribute === 'displayName')) continue;
    cast.learn(cast.find(kind, [text]), attribute, text);
  }
}

const namedOnce = ['id', 'userName', 'externalId', 'displayName'];

function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
