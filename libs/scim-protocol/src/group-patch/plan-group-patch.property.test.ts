import fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluateValueFilter } from '../filter/evaluate-filter.js';
import { applyPatch } from '../patch/apply-patch.js';
import { parsePatchOp } from '../patch/parse-patch-op.js';
import type { ScimAttributes, ScimObject } from '../resource/scim-attributes.js';
import { groupResourceType } from '../schemas/resource-types.js';
import { ScimError } from '../scim-error.js';
import { lenient, strictRfc } from '../tolerances.js';
import type { Tolerances } from '../tolerances.js';
import type { MemberStep } from './member-step.js';
import { planGroupPatch } from './plan-group-patch.js';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

// An id always is of one type, as in a real directory.
const TYPES: Readonly<Record<string, string>> = { u1: 'User', u2: 'User', u3: 'User', g1: 'Group', g2: 'Group' };
const member = fc.constantFrom(...Object.keys(TYPES)).map(value => ({ value, type: TYPES[value] as string }));
const members = fc.array(member, { maxLength: 4 });
const selection = fc.constantFrom(
  'value eq "u1"',
  'value eq "u1" or value eq "g1"',
  'type eq "User"',
  'not (value eq "u2")',
  'value eq "g2" and type eq "Group"',
);
const rename = fc.constantFrom('Poets', 'Writers').map(displayName => ({ displayName }));

const operation = fc.oneof(
  fc.record({ op: fc.constantFrom('add', 'replace', 'remove'), path: fc.constant('members'), value: members }),
  fc.record({ op: fc.constant('remove'), path: fc.constant('members') }),
  fc.record({ op: fc.constant('remove'), path: selection.map(filter => `members[${filter}]`) }),
  fc.record({ op: fc.constant('replace'), path: selection.map(filter => `members[${filter}]`), value: member }),
  fc.record({ op: fc.constantFrom('add', 'replace'), value: fc.record({ members, id: fc.constant('x') }) }),
  fc.record({
    op: fc.constantFrom('add', 'replace'),
    value: fc.tuple(rename, members).map(([named, list]) => ({ ...named, [GROUP]: { members: list } })),
  }),
  fc.record({ op: fc.constantFrom('add', 'replace'), value: rename }),
  fc.record({ op: fc.constant('replace'), path: fc.constant('displayName'), value: fc.constantFrom('Poets', '') }),
);

const group = fc.record({ displayName: fc.constant('Readers'), members }).map(({ displayName, members: list }) => {
  const unique = [...new Map(list.map(one => [one.value, one])).values()];
  return unique.length === 0 ? { displayName } : { displayName, members: unique };
});

/** Executes the steps one by one, as a repository would. */
function execute(before: readonly ScimObject[], steps: readonly MemberStep[]): readonly ScimObject[] {
  return steps.reduce((state, step) => {
    if (step.kind === 'replaceAll') return step.members.map(toObject);
    if (step.kind === 'change') {
      const gone = new Set([...step.remove, ...step.add.map(({ value }) => value)]);
      return [...state.filter(({ value }) => !gone.has(value as string)), ...step.add.map(toObject)];
    }
    const kept = state.filter(element => !evaluateValueFilter(step.filter, element));
    if (step.kind === 'removeWhere') return kept;
    if (kept.length === state.length && !step.createsUnmatched) throw ScimError.noTarget('Nobody is selected.');
    return [...kept.filter(({ value }) => value !== step.member.value), toObject(step.member)];
  }, before);
}

function toObject(one: { readonly value: string; readonly type?: string }): ScimObject {
  return { ...one };
}

function attempt<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    if (error instanceof ScimError) return error.code;
    throw error;
  }
}

function sorted(resource: ScimAttributes): unknown {
  const { members: list = [], ...others } = resource as { members?: readonly { value: string }[] };
  return { ...others, members: list.map(({ value }) => value).toSorted() };
}

function inPlan(before: ScimAttributes, operations: readonly object[], tolerances: Tolerances): unknown {
  const { members: list = [], ...others } = before as { members?: readonly ScimObject[] };
  const parsed = parsePatchOp({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations });
  const plan = planGroupPatch(parsed, tolerances);
  const attributes = applyPatch(others, plan.attributeOperations, groupResourceType, tolerances);
  return sorted({ ...attributes, members: execute(list, plan.memberSteps) });
}

function asAWhole(before: ScimAttributes, operations: readonly object[], tolerances: Tolerances): unknown {
  const parsed = parsePatchOp({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations });
  return sorted(applyPatch(before, parsed, groupResourceType, tolerances));
}

test.each([
  ['lenient', lenient],
  ['strict', strictRfc],
])('a plan, executed, does what applyPatch does to the whole Group (%s)', (_, tolerances) => {
  fc.assert(
    fc.property(group, fc.array(operation, { minLength: 1, maxLength: 5 }), (before, operations) => {
      const planned = attempt(() => inPlan(before, operations, tolerances));
      const applied = attempt(() => asAWhole(before, operations, tolerances));
      // Which of several errors is told may differ.
      if (typeof applied === 'string') expect(planned).toBeTypeOf('string');
      else expect(planned).toEqual(applied);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['lenient', lenient],
  ['strict', strictRfc],
])('a plan executed twice does what it does once (%s)', (_, tolerances) => {
  fc.assert(
    fc.property(group, operation, (before, once) => {
      const after = attempt(() => inPlan(before, [once], tolerances));
      if (typeof after === 'string') return;
      const { members: ids, ...others } = after as { members: readonly string[] };
      const again = attempt(() =>
        inPlan({ ...others, members: ids.map(value => ({ value, type: TYPES[value]! })) }, [once], tolerances),
      );
      expect(again === 'noTarget' || again).toEqual(again === 'noTarget' ? true : after);
    }),
  );
});
