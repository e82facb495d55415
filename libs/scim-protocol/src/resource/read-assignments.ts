import { readAttributePath } from '../path/parse-attribute-path.js';
import { findSchema } from '../schemas/find-schema.js';
import { isSchemas } from '../schemas/is-schemas.js';
import { listAttributes } from '../schemas/list-attributes.js';
import { resolveAttributePath } from '../schemas/resolve-attribute-path.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType, Schema } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { isObject } from './is-object.js';
import { meansUnassigned } from './means-unassigned.js';

/** One attribute that a body names, and what it says about it. */
export interface Assignment {
  readonly target: ResolvedAttribute;
  readonly value: unknown;
}

/** The attributes by their plain names, in canonical and in lower case: what nearly every key of every body is. */
type Names = ReadonlyMap<string, ResolvedAttribute>;

const namesByType = new WeakMap<ResourceType, ReadonlyMap<Schema, Names>>();

/**
 * Gives what a body says about each attribute, extension containers opened; what a client cannot set is left out: unknown
 * names, `schemas`, and read-only attributes (RFC 7644 §3.3, §3.5.1).
 *
 * @throws ScimError `invalidSyntax` when an extension container is not an object
 */
export function readAssignments(
  body: Readonly<Record<string, unknown>>,
  resourceType: ResourceType,
  tolerances: Tolerances,
): readonly Assignment[] {
  const names = namesOf(resourceType.schema, resourceType);
  const assignments: Assignment[] = [];
  for (const key of Object.keys(body)) {
    const target = names.get(key) ?? names.get(key.toLowerCase()) ?? findOther(key, resourceType, tolerances);
    if (target === undefined) continue;
    if ('attributes' in target) assignments.push(...readContainer(target, body[key], resourceType, tolerances));
    else if (isSettable(target)) assignments.push({ target, value: body[key] });
  }
  return assignments;
}

/** Gives what the container of a schema says about each of its attributes; a container that is null clears them all. */
export function readContainer(
  schema: Schema,
  value: unknown,
  resourceType: ResourceType,
  tolerances: Tolerances,
): readonly Assignment[] {
  if (meansUnassigned(value, tolerances)) {
    const cleared = Object.fromEntries(schema.attributes.map(attribute => [attribute.name, null]));
    return readContainer(schema, cleared, resourceType, tolerances);
  }
  if (!isObject(value)) throw ScimError.invalidSyntax(`"${schema.id}" takes an object.`);
  const names = namesOf(schema, resourceType);
  const assignments: Assignment[] = [];
  for (const key of Object.keys(value)) {
    const target = names.get(key) ?? names.get(key.toLowerCase()) ?? findDotted(key, schema, resourceType, tolerances);
    if (target !== undefined && isSettable(target)) assignments.push({ target, value: value[key] });
  }
  return assignments;
}

/** Finds what is named otherwise than plainly: a container, a path, or an attribute of an extension without its URN. */
function findOther(
  key: string,
  resourceType: ResourceType,
  tolerances: Tolerances,
): ResolvedAttribute | Schema | undefined {
  const schema = findSchema(resourceType, key);
  if (schema !== undefined) return schema;
  const path = tolerances.dottedKeys ? readAttributePath(key) : { attribute: key };
  const target = path && resolveAttributePath(path, resourceType);
  const bare = path?.urn === undefined && target?.extension === true;
  return bare && !tolerances.bareExtensionAttributes ? undefined : target;
}

function findDotted(
  key: string,
  schema: Schema,
  resourceType: ResourceType,
  tolerances: Tolerances,
): ResolvedAttribute | undefined {
  const path = tolerances.dottedKeys ? readAttributePath(key) : undefined;
  return path && resolveAttributePath({ ...path, urn: schema.id }, resourceType);
}

function isSettable(target: ResolvedAttribute): boolean {
  const { attribute, subAttribute } = target;
  return attribute.mutability !== 'readOnly' && subAttribute?.mutability !== 'readOnly' && !isSchemas(target);
}

function namesOf(schema: Schema, resourceType: ResourceType): Names {
  let bySchema = namesByType.get(resourceType);
  if (bySchema === undefined) {
    const schemas = [resourceType.schema, ...resourceType.schemaExtensions.map(extension => extension.schema)];
    const targetsOf = (owner: Schema) => listAttributes(resourceType).filter(target => target.schema === owner);
    bySchema = new Map(schemas.map(owner => [owner, new Map(targetsOf(owner).flatMap(spell))]));
    namesByType.set(resourceType, bySchema);
  }
  return bySchema.get(schema) as Names;
}

function spell(target: ResolvedAttribute): readonly (readonly [string, ResolvedAttribute])[] {
  const { name } = target.attribute;
  return [
    [name, target],
    [name.toLowerCase(), target],
  ];
}
