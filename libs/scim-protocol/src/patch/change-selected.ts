import { addElements } from '../resource/add-elements.js';
import { parseElement } from '../resource/parse-value.js';
import { meansUnassigned } from '../resource/means-unassigned.js';
import { parseSubAttribute, parseSubAttributes } from '../resource/parse-sub-attributes.js';
import type { SubAttributeChange } from '../resource/parse-sub-attributes.js';
import type { ScimObject, ScimValue } from '../resource/scim-attributes.js';
import { settlePrimary } from '../resource/settle-primary.js';
import { expectObject } from '../resource/to-object.js';
import { attributeName } from '../schemas/attribute-name.js';
import type { Tolerances } from '../tolerances.js';
import { mergeSubAttributes } from './change-complex.js';
import { createElement } from './create-element.js';
import type { PatchOperation } from './patch-operation.js';
import type { PatchTarget } from './patch-target.js';
import { toPredicate } from './to-predicate.js';

type ChangeElement = (element: ScimValue) => ScimValue | undefined;

/**
 * Changes those values of a multi-valued attribute that a filter selects, whole or in one sub-attribute; a sub-attribute
 * without a filter means that of every value (RFC 7644 §3.5.2).
 */
export function changeSelected(
  elements: readonly ScimValue[],
  op: PatchOperation['op'],
  target: PatchTarget,
  value: unknown,
  tolerances: Tolerances,
): readonly ScimValue[] {
  const isSelected = toPredicate(target.filter);
  // RFC 7644 §3.5.2.2: removing what is not there succeeds.
  if (!elements.some(isSelected))
    return op === 'remove' ? elements : createElement(elements, target, value, tolerances);
  if (op === 'remove' && target.subAttribute === undefined) return elements.filter(element => !isSelected(element));
  const change = changeOf(op, target, value, tolerances);
  const touched = new Set<ScimValue>();
  const changed: ScimValue[] = [];
  for (const element of elements) {
    const selected = isSelected(element);
    const next = selected ? change(element) : element;
    if (next === undefined || touched.has(next)) continue;
    changed.push(next);
    if (selected) touched.add(next);
  }
  const settled = settlePrimary(changed, touched, tolerances, attributeName(target));
  return addElements([], settled, target.attribute).elements;
}

function changeOf(
  op: PatchOperation['op'],
  target: PatchTarget,
  value: unknown,
  tolerances: Tolerances,
): ChangeElement {
  const { attribute, subAttribute } = target;
  const name = attribute.name;
  if (subAttribute !== undefined) {
    const part = op === 'remove' ? undefined : parseSubAttribute(value, subAttribute, tolerances, name);
    return merging([{ subAttribute, value: part }], name);
  }
  if (op === 'add' && meansUnassigned(value, tolerances)) return element => element;
  if (op === 'add' && attribute.type === 'complex') {
    return merging(parseSubAttributes(expectObject(value, name), attribute, tolerances, name), name);
  }
  const replacement = parseElement(value, attribute, tolerances, name);
  return () => replacement;
}

function merging(changes: readonly SubAttributeChange[], name: string): ChangeElement {
  return element => {
    const merged = mergeSubAttributes(element as ScimObject, changes, name);
    return Object.keys(merged).length === 0 ? undefined : merged;
  };
}
