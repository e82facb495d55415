import { addElements } from '../resource/add-elements.js';
import { parseElement } from '../resource/parse-value.js';
import { meansUnassigned } from '../resource/means-unassigned.js';
import { parseSubAttribute, parseSubAttributes } from '../resource/parse-sub-attributes.js';
import type { SubAttributeChange } from '../resource/parse-sub-attributes.js';
import type { ScimObject, ScimValue } from '../resource/scim-attributes.js';
import { settlePrimary } from '../resource/settle-primary.js';
import { toObject } from '../resource/to-object.js';
import { attributeName } from '../schemas/attribute-name.js';
import type { Tolerances } from '../tolerances.js';
import { mergeSubAttributes } from './change-complex.js';
import { createElement } from './create-element.js';
import type { PatchOperation } from './patch-operation.js';
import type { PatchTarget } from './patch-target.js';
import { selectElements } from './select-elements.js';

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
  const selected = selectElements(elements, target.filter);
  // RFC 7644 §3.5.2.2: removing what is not there succeeds.
  if (selected.size === 0) return op === 'remove' ? elements : createElement(elements, target, value, tolerances);
  const change = changeOf(op, target, value, tolerances);
  const touched = new Set<ScimValue>();
  const changed = elements.flatMap(element => {
    const next = selected.has(element) ? change(element) : element;
    if (next === undefined || (selected.has(element) && touched.has(next))) return [];
    if (selected.has(element)) touched.add(next);
    return [next];
  });
  if (op === 'remove') return changed;
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
  if (op === 'remove') return () => undefined;
  if (op === 'add' && meansUnassigned(value, tolerances)) return element => element;
  if (op === 'add' && attribute.type === 'complex') {
    const object = toObject(value, attribute, tolerances, name);
    return merging(parseSubAttributes(object ?? {}, attribute, tolerances, name), name);
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
