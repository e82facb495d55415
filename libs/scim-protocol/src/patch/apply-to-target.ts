import { checkImmutable } from '../resource/check-immutable.js';
import { isMissing, isRequired } from '../resource/check-required.js';
import { getAttribute } from '../resource/get-attribute.js';
import { parseElement } from '../resource/parse-value.js';
import type { ScimAttributes, ScimValue } from '../resource/scim-attributes.js';
import { setAttribute } from '../resource/set-attribute.js';
import { attributeName } from '../schemas/attribute-name.js';
import { isDropped } from '../schemas/is-dropped.js';
import { isSchemas } from '../schemas/is-schemas.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { changeComplex } from './change-complex.js';
import { changeMultiValued } from './change-multi-valued.js';
import type { PatchOperation } from './patch-operation.js';
import type { PatchTarget } from './patch-target.js';

type Op = PatchOperation['op'];

/** Applies one operation to one attribute that the client may name; see `applyPatch`. */
export function applyToTarget(
  resource: ScimAttributes,
  op: Op,
  target: PatchTarget,
  value: unknown,
  tolerances: Tolerances,
): ScimAttributes {
  const current = getAttribute(resource, target);
  const next = change(current, op, target, value, tolerances);
  // `schemas` follows from the content; what may never be returned (`password`) is checked and then dropped.
  if (next === current || isSchemas(target) || isDropped(target)) return resource;
  checkChange(current, next, op, target);
  return setAttribute(resource, target, next);
}

function change(
  current: ScimValue | undefined,
  op: Op,
  target: PatchTarget,
  value: unknown,
  tolerances: Tolerances,
): ScimValue | undefined {
  const { attribute } = target;
  if (attribute.multiValued) return changeMultiValued(current, op, target, value, tolerances);
  if (attribute.type === 'complex') return changeComplex(current, op, target, value, tolerances);
  return op === 'remove' ? undefined : parseElement(value, attribute, tolerances, attributeName(target));
}

function checkChange(current: ScimValue | undefined, next: ScimValue | undefined, op: Op, target: PatchTarget): void {
  const name = attributeName(target);
  if (isRequired(target) && isMissing(next)) {
    if (op === 'remove') throw ScimError.mutability(`"${name}" is required and cannot be removed.`);
    throw ScimError.invalidValue(`"${name}" is required.`);
  }
  checkImmutable(current, next, target);
}
