import type { AttributePath } from '../path/attribute-path.js';
import { readAttributePath } from '../path/parse-attribute-path.js';
import { findSchema } from '../schemas/find-schema.js';
import { resolveAttributePath } from '../schemas/resolve-attribute-path.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import { isSchemas } from '../schemas/is-schemas.js';
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
  return Object.entries(body).flatMap(([key, value]) => {
    const schema = findSchema(resourceType, key);
    if (schema !== undefined) return readContainer(schema, value, resourceType, tolerances);
    const target = findKey(key, resourceType, tolerances);
    return target === undefined ? [] : [{ target, value }];
  });
}

/** Gives what the container of a schema says about each of its attributes; a container that is null clears them all. */
export function readContainer(
  schema: Schema,
  value: unknown,
  resourceType: ResourceType,
  tolerances: Tolerances,
): readonly Assignment[] {
  const urn = schema.id;
  if (meansUnassigned(value, tolerances)) {
    const names = schema.attributes.map(attribute => attribute.name);
    return readContainer(schema, Object.fromEntries(names.map(name => [name, null])), resourceType, tolerances);
  }
  if (!isObject(value)) throw ScimError.invalidSyntax(`"${urn}" takes an object.`);
  return Object.entries(value).flatMap(([key, part]) => {
    const path = readKey(key, tolerances);
    const target = path && findSettable({ ...path, urn }, resourceType);
    return target === undefined ? [] : [{ target, value: part }];
  });
}

function findKey(key: string, resourceType: ResourceType, tolerances: Tolerances): ResolvedAttribute | undefined {
  const path = readKey(key, tolerances);
  const target = path && findSettable(path, resourceType);
  const bare = path?.urn === undefined && target?.extension === true;
  return bare && !tolerances.bareExtensionAttributes ? undefined : target;
}

function readKey(key: string, tolerances: Tolerances): AttributePath | undefined {
  return tolerances.dottedKeys ? readAttributePath(key) : { attribute: key };
}

function findSettable(path: AttributePath, resourceType: ResourceType): ResolvedAttribute | undefined {
  const target = resolveAttributePath(path, resourceType);
  if (target === undefined || isSchemas(target)) return undefined;
  const readOnly = (target.subAttribute ?? target.attribute).mutability === 'readOnly';
  return readOnly || target.attribute.mutability === 'readOnly' ? undefined : target;
}
