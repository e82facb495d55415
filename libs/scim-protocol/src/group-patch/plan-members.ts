import type { ResolvedFilter } from '../filter/resolved-filter.js';
import type { PatchOperation } from '../patch/patch-operation.js';
import type { PatchTarget } from '../patch/patch-target.js';
import { checkListedRemoval } from '../patch/remove-listed.js';
import { toSeed } from '../patch/to-seed.js';
import { isObject } from '../resource/is-object.js';
import { meansUnassigned } from '../resource/means-unassigned.js';
import type { Attribute } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import type { GroupMember } from './group-member.js';
import type { MemberSteps } from './member-steps.js';
import { readMember, readMembers } from './read-members.js';

type Op = PatchOperation['op'];

/** Takes one operation on `members`; see `planGroupPatch`. */
export function planMembers(
  op: Op,
  { attribute, subAttribute, filter }: PatchTarget,
  value: unknown,
  steps: MemberSteps,
  tolerances: Tolerances,
): void {
  if (subAttribute !== undefined) throw immutable(`${attribute.name}.${subAttribute.name}`);
  if (filter !== undefined) planSelected(op, filter, attribute, value, steps, tolerances);
  else if (op === 'remove') planRemoval(attribute, value, steps, tolerances);
  else if (op === 'replace') steps.replaceAll(readMembers(value, attribute, tolerances));
  else steps.add(readMembers(value, attribute, tolerances));
}

/**
 * RFC 7644 §3.5.2.2: without a filter "the attribute and all values are removed". A `value`, which has no meaning there,
 * names those to remove (Entra ID, authentik); so an empty list removes nobody, rather than everybody.
 */
function planRemoval(attribute: Attribute, value: unknown, steps: MemberSteps, tolerances: Tolerances): void {
  if (value === undefined) {
    steps.replaceAll([]);
    return;
  }
  checkListedRemoval(attribute, tolerances);
  const anyShape = { ...tolerances, singleObjectAsArray: true, bareValues: true };
  const listed = readMembers(value, attribute, anyShape);
  steps.remove(listed.map(member => member.value));
}

function planSelected(
  op: Op,
  filter: ResolvedFilter,
  attribute: Attribute,
  value: unknown,
  steps: MemberSteps,
  tolerances: Tolerances,
): void {
  const ids = toIds(filter);
  const clears = op !== 'remove' && meansUnassigned(value, tolerances);
  if (op === 'add' && clears) return;
  if (op === 'remove' || clears) {
    if (ids !== undefined) steps.remove(ids);
    else steps.where({ kind: 'removeWhere', filter });
    return;
  }
  const member = op === 'add' ? readAdded(ids, attribute, value, tolerances) : readMember(value, attribute, tolerances);
  if (member !== undefined) replaceSelected(filter, ids, member, steps, tolerances);
}

/** `add` on selected members could only change them, except for naming the one member that the filter names. */
function readAdded(
  ids: readonly string[] | undefined,
  attribute: Attribute,
  value: unknown,
  tolerances: Tolerances,
): GroupMember | undefined {
  const [id, ...others] = ids ?? [];
  const member = readMember(
    isObject(value) && id !== undefined ? { value: id, ...value } : value,
    attribute,
    tolerances,
  );
  if (id === undefined || others.length > 0 || member?.value !== id) throw immutable(attribute.name);
  return member;
}

function replaceSelected(
  filter: ResolvedFilter,
  ids: readonly string[] | undefined,
  member: GroupMember,
  steps: MemberSteps,
  tolerances: Tolerances,
): void {
  const createsUnmatched = tolerances.createsUnmatchedElement && toSeed(filter) !== undefined;
  if (ids === undefined || !createsUnmatched) {
    steps.where({ kind: 'replaceWhere', filter, member, createsUnmatched });
    return;
  }
  // Whether or not the filter finds somebody, the outcome is the same.
  steps.remove(ids.filter(id => id !== member.value));
  steps.add([member]);
}

/** Gives the ids of a filter that is `value eq "…"`, or several of them joined by `or`. */
function toIds(filter: ResolvedFilter): readonly string[] | undefined {
  if (filter.kind === 'or') {
    const ids = filter.operands.map(toIds);
    return ids.every(list => list !== undefined) ? ids.flat() : undefined;
  }
  if (filter.kind !== 'comparison' || filter.operator !== 'eq') return undefined;
  return filter.target.subAttribute?.name === 'value' ? [String(filter.value)] : undefined;
}

function immutable(name: string): ScimError {
  return ScimError.mutability(`"${name}": members are added and removed, never changed (RFC 7643 §4.2).`);
}
