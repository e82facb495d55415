import { attributeName } from '../schemas/attribute-name.js';
import { listAttributes } from '../schemas/list-attributes.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ResourceType } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { checkRequired } from './check-required.js';
import { getAttribute } from './get-attribute.js';
import { parseReplacement } from './parse-replacement.js';
import { sameValue } from './same-value.js';
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
    else if (target.attribute.mutability === 'immutable' && !sameValue(before, after)) {
      throw ScimError.mutability(`"${attributeName(target)}" is immutable.`);
    }
  }
  checkRequired(next, resourceType);
  return next;
}

function survives({ attribute, extension }: ResolvedAttribute, tolerances: Tolerances): boolean {
  if (tolerances.keepsOmittedOnReplace || attribute.mutability === 'immutable') return true;
  return !extension && SURVIVORS.has(attribute.name);
}
