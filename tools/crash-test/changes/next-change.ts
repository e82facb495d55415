import { pick, type Random } from '../random.ts';
import type { Attributes, Change, Subject } from './subject.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** A group that is mapped to an organization. */
export interface MappedGroup {
  readonly id: string;
  readonly name: string;
}

/** What is done to a person in each state; what is named twice is done twice as often. */
const ofPeople = {
  absent: ['create'],
  active: ['deactivate', 'deactivate', 'rename', 'rename', 'member', 'member', 'member', 'delete'],
  inactive: ['reactivate', 'reactivate', 'return', 'rename', 'member', 'delete'],
} as const;

const ofGroups = { absent: ['create'], present: ['rename', 'rename', 'delete'] } as const;

/** Chooses the next change of a person or group from the state it is in. */
export function nextChange(random: Random, subject: Subject, groups: readonly MappedGroup[]): Change {
  subject.revision += 1;
  return subject.endpoint === 'Users' ? nextOfPerson(random, subject, groups) : nextOfGroup(random, subject);
}

function nextOfPerson(random: Random, subject: Subject, groups: readonly MappedGroup[]): Change {
  const { expected } = subject;
  const state = expected === null ? 'absent' : expected.attributes['active'] === true ? 'active' : 'inactive';
  const kind = pick<(typeof ofPeople)[typeof state][number]>(random, ofPeople[state]);
  if (expected === null || kind === 'create') return posted(subject, 'create', []);
  const { id, attributes } = expected;
  const path = `/Users/${id}`;
  switch (kind) {
    // Whoever is posted again while inactive comes back under the same id, still in the same groups.
    case 'return':
      return posted(subject, kind, groupsIn(attributes));
    case 'delete':
      return { kind, method: 'DELETE', path, after: null };
    case 'member':
      return memberChange(id, attributes, pick(random, groups));
    case 'rename':
      return patched(kind, path, attributes, newNames(subject));
    case 'deactivate':
    case 'reactivate':
      return patched(kind, path, attributes, { active: kind === 'reactivate' });
  }
}

function posted(subject: Subject, kind: string, groups: readonly string[]): Change {
  const names = { userName: subject.userName, displayName: displayNameOf(subject) };
  const body = { schemas: [USER], externalId: subject.externalId, ...names, active: true };
  return { kind, method: 'POST', path: '/Users', body, after: { ...names, active: true, groups } };
}

function memberChange(id: string, attributes: Attributes, group: MappedGroup): Change {
  const before = groupsIn(attributes);
  const leaves = before.includes(group.name);
  const groups = leaves ? before.filter(name => name !== group.name) : [...before, group.name].toSorted();
  const operation = leaves
    ? { op: 'remove', path: `members[value eq "${id}"]` }
    : { op: 'add', path: 'members', value: [{ value: id }] };
  return {
    kind: leaves ? 'leave group' : 'join group',
    method: 'PATCH',
    path: `/Groups/${group.id}`,
    body: { schemas: [PATCH_OP], Operations: [operation] },
    after: { ...attributes, groups },
  };
}

function nextOfGroup(random: Random, subject: Subject): Change {
  const { expected, externalId } = subject;
  const displayName = displayNameOf(subject);
  const body = { schemas: [GROUP], externalId, displayName };
  if (expected === null) return { kind: 'create group', method: 'POST', path: '/Groups', body, after: { displayName } };
  const path = `/Groups/${expected.id}`;
  return pick<(typeof ofGroups.present)[number]>(random, ofGroups.present) === 'delete'
    ? { kind: 'delete group', method: 'DELETE', path, after: null }
    : patched('rename group', path, expected.attributes, { displayName });
}

function patched(kind: string, path: string, before: Attributes, value: Attributes): Change {
  const body = { schemas: [PATCH_OP], Operations: [{ op: 'replace', value }] };
  return { kind, method: 'PATCH', path, body, after: { ...before, ...value } };
}

function newNames(subject: Subject): { readonly userName: string; readonly displayName: string } {
  const userName = `${subject.externalId}.${subject.revision}@example.com`;
  return { userName, displayName: displayNameOf(subject) };
}

function displayNameOf({ externalId, revision }: Subject): string {
  return `${externalId} ${revision}`;
}

function groupsIn({ groups }: Attributes): readonly string[] {
  return Array.isArray(groups) ? groups : [];
}
