import { attributeName } from '../schemas/attribute-name.js';
import { listAttributes } from '../schemas/list-attributes.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import type { Tolerances } from '../tolerances.js';
import { checkImmutable, hasImmutablePart } from './check-immutable.js';
import { checkRequired } from './check-required.js';
import { getAttribute } from './get-attribute.js';
import { parseReplacement } from './parse-replacement.js';
import type { ScimAttributes } from './scim-attributes.js';
import { setAttribute } from './set-attribute.js';

// Losing externalId would cut the link to the IdP; losing active would reactivate a person.
const SURVIVORS: ReadonlySet<string> = new Set(['externalId', 'active']);

/**
 * Gives the resource after a PUT (RFC 7644 §3.5.1).
 *
 * An omitted attribute is cleared, except `externalId`, `active` and immutable ones; under `keepsOmittedOnReplace` it
 * survives. `null` and `[]` always clear. An attribute that is given is replaced whole, sub-attributes included.
 *
 * @throws ScimError as `parseResource`, and `mutability` when an immutable attribute would change
 */
export function replaceResource(
  current: ScimAttributes,
  body: unknown,
  resourceType: ResourceType,
  tolerances: Tolerances,
): ScimAttributes {
  const { given, cleared } = parseReplacement(body, resourceType, tolerances);
  const clearedNames = new Set(cleared.map(attributeName));
  let next = given;
  for (const target of listAttributes(resourceType)) {
    const before = getAttribute(current, target);
    if (before === undefined) continue;
    const after = getAttribute(given, target);
    const omitted = after === undefined && !clearedNames.has(attributeName(target));
    if (omitted && survives(target, tolerances)) next = setAttribute(next, target, before);
    else checkImmutable(before, after, target);
  }
  checkRequired(next, resourceType);
  return next;
}

function survives({ attribute, extension }: ResolvedAttribute, tolerances: Tolerances): boolean {
  if (tolerances.keepsOmittedOnReplace || hasImmutablePart(attribute)) return true;
  return !extension && SURVIVORS.has(attribute.name);
}
