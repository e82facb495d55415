import { findSchema } from '../schemas/find-schema.js';
import type { ResourceType } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { findMember } from './find-member.js';

/**
 * Checks the `schemas` of a resource that a client sent: URNs in any order and letter case (RFC 7643 §3).
 *
 * @throws ScimError `invalidSyntax` when there are none; without `looseSchemas` also when one is unknown or repeated, or
 * the base schema or that of a container is missing
 */
export function checkSchemas(
  body: Readonly<Record<string, unknown>>,
  resourceType: ResourceType,
  tolerances: Tolerances,
): void {
  const urns = readUrns(body);
  if (tolerances.looseSchemas) return;
  const listed = new Set(urns.map(urn => urn.toLowerCase()));
  const unknown = urns.find(urn => findSchema(resourceType, urn) === undefined);
  if (unknown !== undefined)
    throw ScimError.invalidSyntax(`"schemas" names ${JSON.stringify(unknown)}, which is unknown here.`);
  if (listed.size < urns.length) throw ScimError.invalidSyntax('"schemas" names a schema twice.');
  const containers = Object.keys(body).filter(key => findSchema(resourceType, key) !== undefined);
  const missing = [resourceType.schema.id, ...containers].find(urn => !listed.has(urn.toLowerCase()));
  if (missing !== undefined) throw ScimError.invalidSyntax(`"schemas" must name "${missing}".`);
}

/** Gives the `schemas` of a message, or throws when they are not a list of at least one string. */
export function readUrns(body: Readonly<Record<string, unknown>>): readonly string[] {
  const schemas = findMember(body, 'schemas');
  if (Array.isArray(schemas) && schemas.length > 0 && schemas.every(urn => typeof urn === 'string')) return schemas;
  throw ScimError.invalidSyntax('"schemas" must be a list of schema URNs.');
}
