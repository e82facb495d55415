import { isObject } from '../resource/is-object.js';
import { meansUnassigned } from '../resource/means-unassigned.js';
import { parseSubAttribute, parseSubAttributes } from '../resource/parse-sub-attributes.js';
import type { SubAttributeChange } from '../resource/parse-sub-attributes.js';
import type { ScimObject, ScimValue } from '../resource/scim-attributes.js';
import { toObject } from '../resource/to-object.js';
import { attributeName } from '../schemas/attribute-name.js';
import type { Tolerances } from '../tolerances.js';
import type { PatchOperation } from './patch-operation.js';
import type { PatchTarget } from './patch-target.js';
import { setSubAttribute } from './set-sub-attribute.js';

/**
 * Changes a singular complex attribute, or one sub-attribute of it. `add` and `replace` set the sub-attributes they give
 * and leave the others alone (RFC 7644 §3.5.2.1, §3.5.2.3).
 */
export function changeComplex(
  current: ScimValue | undefined,
  op: PatchOperation['op'],
  target: PatchTarget,
  value: unknown,
  tolerances: Tolerances,
): ScimValue | undefined {
  const name = attributeName({ schema: target.schema, extension: target.extension, attribute: target.attribute });
  const changes = readChanges(op, target, value, tolerances, name);
  if (changes === undefined) return undefined;
  const before = isObject(current) ? current : {};
  const after = mergeSubAttributes(before, changes, name);
  if (after === before) return current;
  return Object.keys(after).length === 0 ? undefined : after;
}

/** Gives a complex value with some of its sub-attributes changed; a `$ref` to another `value` than the new one goes. */
export function mergeSubAttributes(
  before: ScimObject,
  changes: readonly SubAttributeChange[],
  name: string,
): ScimObject {
  const after = changes.reduce((state, change) => setSubAttribute(state, change, name), before);
  const isStale = after['value'] !== before['value'] && !changes.some(change => change.subAttribute.name === '$ref');
  if (!isStale || after['$ref'] === undefined) return after;
  const { $ref: _, ...others } = after;
  return others;
}

function readChanges(
  op: PatchOperation['op'],
  { attribute, subAttribute }: PatchTarget,
  value: unknown,
  tolerances: Tolerances,
  name: string,
): readonly SubAttributeChange[] | undefined {
  if (subAttribute !== undefined) {
    const part = op === 'remove' ? undefined : parseSubAttribute(value, subAttribute, tolerances, name);
    return [{ subAttribute, value: part }];
  }
  if (op === 'remove' || meansUnassigned(value, tolerances)) return undefined;
  const object = toObject(value, attribute, tolerances, name);
  return object && parseSubAttributes(object, attribute, tolerances, name);
}
