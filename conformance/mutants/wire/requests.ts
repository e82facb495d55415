import type { Json, JsonObject } from '../../runner/profile/exchange.ts';
import { elementsOf, objectIn, objectsIn, textOf } from './json.ts';
import type { WireRequest } from './message.ts';

/** Says whether a fault has to do with a request. */
export type Concerns = (request: WireRequest) => boolean;

/** One operation of a PATCH, its `op` in lower case. */
export interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

/** A request by one of these methods to an endpoint or to a resource of it. */
export function on(endpoint: 'Users' | 'Groups' | 'any', ...methods: readonly string[]): Concerns {
  const path = endpoint === 'any' ? /^\/+(?:Users|Groups)/ : new RegExp(`^/+${endpoint}(?:/|$)`);
  return request => methods.includes(request.method) && path.test(request.path);
}

/** A GET of many: a list, or what a filter finds. */
export function isList(request: WireRequest): boolean {
  return request.method === 'GET' && /^\/+(?:Users|Groups)$/.test(request.path);
}

/** The id of the resource that a request is about; empty when it is about none. */
export function idIn({ path }: WireRequest): string {
  return /^\/+(?:Users|Groups)\/([^/]+)$/.exec(path)?.[1] ?? '';
}

/** A parameter of the query, decoded. */
export function parameter({ query }: WireRequest, name: string): string | undefined {
  return new URLSearchParams(query).get(name) ?? undefined;
}

/** With a parameter of another value, or without it; the others stay as they are encoded. */
export function withParameter(request: WireRequest, name: string, value: string | undefined): WireRequest {
  const others = request.query.split('&').filter(each => each !== '' && !each.startsWith(`${name}=`));
  const added = value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`];
  return { ...request, query: [...others, ...added].join('&') };
}

/** What a filter like `userName eq "alice"` asks for. */
export function comparison(request: WireRequest): { readonly attribute: string; readonly value: string } | undefined {
  const filter = parameter(request, 'filter') ?? '';
  const [, attribute, value] = /^([\w.:]+) eq "?([^"]*)"?$/i.exec(filter) ?? [];
  return attribute === undefined || value === undefined ? undefined : { attribute, value };
}

/** With another body. */
export function withBody(request: WireRequest, body: JsonObject): WireRequest {
  return { ...request, body: JSON.stringify(body) };
}

/** A request of the same caller for something else. */
export function alike(request: WireRequest, method: string, path: string, body?: JsonObject, query = ''): WireRequest {
  const { 'content-type': _, 'if-match': __, 'if-none-match': ___, ...headers } = request.headers;
  return {
    method,
    path,
    query,
    headers: { ...headers, ...(body && { 'content-type': 'application/scim+json' }) },
    body: body ? JSON.stringify(body) : '',
    isSetUp: true,
  };
}

/** The operations of a PATCH. */
export function operationsOf(request: WireRequest): readonly Operation[] {
  if (request.method !== 'PATCH') return [];
  return objectsIn(objectIn(request.body)['Operations']).map(each => ({
    ...each,
    op: textOf(each['op']).toLowerCase(),
  }));
}

/** A PATCH with other operations. */
export function withOperations(request: WireRequest, operations: readonly Operation[]): WireRequest {
  return withBody(request, { ...objectIn(request.body), Operations: operations as unknown as Json });
}

/** A PATCH that the same caller might send. */
export function patch(request: WireRequest, path: string, operations: readonly Operation[]): WireRequest {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  return alike(request, 'PATCH', path, { schemas, Operations: operations as unknown as Json });
}

/** Is it about the members of a group, all of them? */
export function isAboutMembers({ path = '' }: Operation): boolean {
  return path.toLowerCase() === 'members';
}

/** The ids in a list of members. */
export function memberIds(value: Json | undefined): string[] {
  return elementsOf(value).flatMap(each => textOf(objectsIn([each])[0]?.['value']) || []);
}

/** The attributes that an operation without a path carries. */
export function mergedValue({ path, value }: Operation): JsonObject | undefined {
  return path === undefined ? objectsIn([value ?? null])[0] : undefined;
}
