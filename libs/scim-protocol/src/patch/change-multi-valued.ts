import { addElements } from '../resource/add-elements.js';
import { parseValue } from '../resource/parse-value.js';
import type { ScimValue } from '../resource/scim-attributes.js';
import { settlePrimary } from '../resource/settle-primary.js';
import { toList } from '../resource/to-list.js';
import { attributeName } from '../schemas/attribute-name.js';
import type { Tolerances } from '../tolerances.js';
import { changeSelected } from './change-selected.js';
import type { PatchOperation } from './patch-operation.js';
import type { PatchTarget } from './patch-target.js';
import { removeListed } from './remove-listed.js';

/** Changes a multi-valued attribute: all of it, or the values its path selects (RFC 7644 §3.5.2). */
export function changeMultiValued(
  current: ScimValue | undefined,
  op: PatchOperation['op'],
  target: PatchTarget,
  value: unknown,
  tolerances: Tolerances,
): ScimValue | undefined {
  const elements = toList(current);
  const next = changeElements(elements, op, target, value, tolerances);
  if (next === elements) return current;
  // RFC 7644 §3.5.2.2: once the last value is gone, the attribute is unassigned.
  return next.length === 0 ? undefined : next;
}

function changeElements(
  elements: readonly ScimValue[],
  op: PatchOperation['op'],
  target: PatchTarget,
  value: unknown,
  tolerances: Tolerances,
): readonly ScimValue[] {
  const { attribute, filter, subAttribute } = target;
  if (filter !== undefined || subAttribute !== undefined)
    return changeSelected(elements, op, target, value, tolerances);
  if (op === 'remove') return value === undefined ? [] : removeListed(elements, attribute, value, tolerances);
  const name = attributeName(target);
  const given = toList(parseValue(value, attribute, tolerances, name));
  if (op === 'replace') return given;
  const { elements: added, touched } = addElements(elements, given, attribute);
  return settlePrimary(added, touched, tolerances, name);
}
