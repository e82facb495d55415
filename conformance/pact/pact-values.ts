import type { Given, Json, JsonObject } from '../runner/profile/exchange.ts';
import type { Names } from '../runner/scene/names.ts';
import { fill, type Lookup } from '../runner/template.ts';

const EXAMPLE_BASE_URL = 'https://scim.example.com/scim/v2';

/** What templates stand for in a pact: once as an example, once as the expression of a generator. */
export interface PactValues {
  readonly example: Lookup;
  /** Differs from the example in what only the provider knows: `${alice_id}`. */
  readonly expression: Lookup;
}

/** Is it something that only the provider knows, or that is new each time? */
export function isOfProvider(expression: string): boolean {
  return /^baseUrl$|^random\.|\.(?:id|resource)$/.test(expression);
}

/** The name under which a provider state answers with an id. */
export function idKey(name: string): string {
  return `${name}_id`;
}

export function pactValues(names: Names, given: readonly Given[]): PactValues {
  const lookup =
    (idOf: (name: string) => string, baseUrl: string): Lookup =>
    expression => {
      const [owner = '', attribute = ''] = expression.split('.');
      if (owner === 'baseUrl') return baseUrl;
      if (owner === 'random') return attribute === 'uuid' ? '0b1f6a52-4c8e-4d1b-9a3f-7e5d2c608f14' : 'pact4f7c2a';
      if (owner === 'page') return attribute === 'count' ? 100 : 1;
      if (attribute === 'id') return idOf(owner);
      if (attribute !== 'resource') return names.of(owner)[attribute];
      return resource(owner, { idOf, names, given, lookup: lookup(idOf, baseUrl) });
    };
  return {
    example: lookup(name => `${name}-id`, EXAMPLE_BASE_URL),
    expression: lookup(name => `\${${idKey(name)}}`, '${base_url}'),
  };
}

interface Known {
  readonly idOf: (name: string) => string;
  readonly names: Names;
  readonly given: readonly Given[];
  readonly lookup: Lookup;
}

/** The resource as it is given. What a server adds to it is not known here. */
function resource(name: string, { idOf, names, given, lookup }: Known): JsonObject {
  const own = given.find(each => ('user' in each && each.user === name) || ('group' in each && each.group === name));
  const called = names.of(name) as JsonObject;
  const plain = own && 'group' in own ? group(called, own.members ?? [], idOf) : user(called);
  const attributes = own && 'attributes' in own ? (own.attributes ?? {}) : {};
  const laid = { ...plain, id: idOf(name), ...(fill(attributes, lookup) as JsonObject) };
  return Object.fromEntries(Object.entries(laid).filter(([, value]) => value !== null));
}

function user({ externalId, userName, givenName, familyName, displayName, email }: JsonObject): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    externalId: externalId as Json,
    userName: userName as Json,
    name: { givenName: givenName as Json, familyName: familyName as Json },
    displayName: displayName as Json,
    emails: [{ value: email as Json, type: 'work', primary: true }],
    active: true,
  };
}

function group(
  { externalId, displayName }: JsonObject,
  members: readonly string[],
  idOf: (name: string) => string,
): JsonObject {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    externalId: externalId as Json,
    displayName: displayName as Json,
    ...(members.length > 0 && { members: members.map(member => ({ value: idOf(member) })) }),
  };
}
