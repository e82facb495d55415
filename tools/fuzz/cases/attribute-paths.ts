import fc, { type Arbitrary } from 'fast-check';
import {
  type Attribute,
  COMMON_ATTRIBUTES,
  groupResourceType,
  type ResourceType,
  type Schema,
  userResourceType,
} from '#libs/scim-protocol';
import { anyLetterCase, editedText, text } from './text.ts';

/** One way to name an attribute or sub-attribute, and what it names. */
export interface NamedAttribute {
  readonly path: string;
  readonly attribute: Attribute;
}

/** Every way to name the attributes of a resource type: with and without sub-attribute and the schema's URN. */
export function listPaths({ schema, schemaExtensions }: ResourceType): NamedAttribute[] {
  return [
    ...COMMON_ATTRIBUTES.flatMap(attribute => namesOf(attribute, '')),
    ...pathsIn(schema, ['', `${schema.id}:`]),
    ...schemaExtensions.flatMap(extension => pathsIn(extension.schema, [`${extension.schema.id}:`])),
  ];
}

function pathsIn({ attributes }: Schema, prefixes: readonly string[]): NamedAttribute[] {
  return prefixes.flatMap(prefix => attributes.flatMap(attribute => namesOf(attribute, prefix)));
}

function namesOf(attribute: Attribute, prefix: string): NamedAttribute[] {
  const path = prefix + attribute.name;
  const parts = attribute.subAttributes ?? [];
  return [{ path, attribute }, ...parts.map(part => ({ path: `${path}.${part.name}`, attribute: part }))];
}

/** The multi-valued complex attributes of a resource type, which a value filter in brackets can select from. */
export function listMultiValued({ schema }: ResourceType): Attribute[] {
  return schema.attributes.filter(({ multiValued, subAttributes }) => multiValued && subAttributes !== undefined);
}

const ODD_PATHS = [
  '',
  '.',
  'name.',
  '.givenName',
  'name..givenName',
  'name.givenName.value',
  'emails.type.value',
  'nothing',
  'members.nothing',
  'urn:',
  'urn:ietf:params:scim:schemas:core:2.0:User',
  'urn:ietf:params:scim:schemas:core:2.0:User.userName',
  'urn:ietf:params:scim:schemas:core:2.0:User:',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
  'urn:ietf:params:scim:schemas:extension:unknown:2.0:User:badge',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User.manager.value',
  '$ref',
  'password',
  '__proto__',
  'constructor.name',
] as const;

const userPaths = listPaths(userResourceType).map(({ path }) => path);
const groupPaths = listPaths(groupResourceType).map(({ path }) => path);

/** Attribute paths: of users and groups in any letter case, ones that name nothing, ones that are none. */
export const attributePath: Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: anyLetterCase(fc.constantFrom(...userPaths)) },
  { weight: 3, arbitrary: anyLetterCase(fc.constantFrom(...groupPaths)) },
  { weight: 1, arbitrary: fc.constantFrom(...ODD_PATHS) },
  { weight: 1, arbitrary: editedText(fc.constantFrom(...userPaths)) },
  { weight: 1, arbitrary: text },
);
