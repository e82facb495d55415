import { assigned, attribute, patchOperations, type ReadOperation, textOf } from './body-reader.js';
import type { Intent } from './intent.js';
import type { LoggedRequest } from './logged-request.js';
import type { RequestTarget } from './request-target.js';

type ChangeRequest = Pick<LoggedRequest, 'method' | 'body' | 'touched'>;

/** Reads what a POST, PUT, PATCH or DELETE of a group is for. */
export function groupChangeIntent(request: ChangeRequest, { id }: Pick<RequestTarget, 'id'>): Intent {
  const { method, body, touched } = request;
  const named = touched?.name ?? textOf(body, 'displayName') ?? id ?? null;
  if (method === 'DELETE') return { kind: 'delete-group', subject: named, count: null };
  if (method === 'POST') return { kind: 'create-group', subject: named, count: membersIn(attribute(body, 'members')) };
  if (method === 'PUT') return ofReplacement(request, named);
  return ofPatch(request, named);
}

function ofReplacement({ body, touched }: ChangeRequest, named: string | null): Intent {
  const renamed = touched?.changes?.some(({ attribute: name }) => name === 'displayName');
  if (renamed) return { kind: 'rename-group', subject: textOf(body, 'displayName') ?? named, count: null };
  const members = membersIn(attribute(body, 'members'));
  if (members === null) return { kind: 'update-group', subject: named, count: null };
  return { kind: 'replace-members', subject: named, count: members };
}

function ofPatch({ body }: ChangeRequest, named: string | null): Intent {
  const operations = patchOperations(body)
    .map(memberChange)
    .filter(change => change !== undefined);
  const [only] = operations;
  if (only && operations.every(({ kind }) => kind === only.kind)) {
    const counts = operations.map(({ count }) => count);
    const count = counts.includes(null) ? null : counts.reduce<number>((sum, one) => sum + (one ?? 0), 0);
    return { kind: only.kind, subject: named, count };
  }
  if (operations.length > 0) return { kind: 'update-group', subject: named, count: null };
  const name = assigned(body, 'displayName');
  return typeof name === 'string'
    ? { kind: 'rename-group', subject: name, count: null }
    : { kind: 'update-group', subject: named, count: null };
}

interface MemberChange {
  readonly kind: 'add-members' | 'remove-members' | 'replace-members';
  readonly count: number | null;
}

function memberChange({ op, path, value }: ReadOperation): MemberChange | undefined {
  const isByFilter = path.startsWith('members[');
  const members = path === '' ? attribute(value, 'members') : value;
  if (path !== 'members' && !isByFilter && (path !== '' || members === undefined)) return undefined;
  const count = isByFilter ? 1 : membersIn(members);
  if (op === 'add') return { kind: 'add-members', count };
  if (op === 'remove') return { kind: 'remove-members', count };
  return { kind: 'replace-members', count };
}

/** How many members a value names; null when it names none at all. */
function membersIn(value: unknown): number | null {
  if (Array.isArray(value)) return value.length;
  return value === undefined || value === null ? null : 1;
}
