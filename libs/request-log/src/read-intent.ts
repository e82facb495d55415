import { connectionTests, decodedPath, type IdpProfileId } from '#libs/idp-profiles';
import { type Filter, parseFilter } from '#libs/scim-protocol';
import { attribute, isObject, textOf } from './body-reader.js';
import { groupChangeIntent } from './group-intent.js';
import type { Intent, IntentKind } from './intent.js';
import type { LoggedRequest } from './logged-request.js';
import { type RequestTarget, readTarget } from './request-target.js';
import { userChangeIntent } from './user-intent.js';

/** What of a request tells its intent. */
export type IntentRequest = Pick<LoggedRequest, 'method' | 'path' | 'body' | 'touched' | 'found' | 'operations'>;

/** Reads what a request is for. Never throws, whatever was sent. */
export function readIntent(request: IntentRequest, profile: IdpProfileId): Intent {
  const target = readTarget(request.path);
  if (isConnectionTest(request, profile)) return intent('test-connection');
  if (target.isSearch) return request.method === 'POST' ? searchIntent(request, target) : unsupported(request, target);
  switch (target.endpoint) {
    case 'users':
    case 'groups':
      return resourceIntent(request, target);
    case 'bulk':
      return request.method === 'POST' ? bulkIntent(request) : unsupported(request, target);
    case 'discovery':
      return request.method === 'GET' ? intent('discover', target.path.slice(1)) : unsupported(request, target);
    case 'base':
      return request.method === 'GET' ? intent('search') : unsupported(request, target);
    default:
      return unsupported(request, target);
  }
}

/** Whether a request is one by which the identity provider tests the connection, not one that carries anything. */
export function isConnectionTest(
  { method, path, found }: Pick<IntentRequest, 'method' | 'path' | 'found'>,
  profile: IdpProfileId,
): boolean {
  const asRead = { method, path: readTarget(path).path };
  return connectionTests[profile].some(test => test.is(asRead) && !(test.findsNobody && (found ?? 0) > 0));
}

function resourceIntent(request: IntentRequest, target: RequestTarget): Intent {
  const isUsers = target.endpoint === 'users';
  if (target.id === undefined) {
    if (request.method === 'GET') return listIntent(target.query.get('filter') ?? undefined, isUsers);
    if (request.method === 'POST')
      return isUsers ? userChangeIntent(request, target) : groupChangeIntent(request, target);
    return unsupported(request, target);
  }
  if (request.method === 'GET') return intent(isUsers ? 'read-user' : 'read-group', nameOf(request, target));
  if (!['PUT', 'PATCH', 'DELETE'].includes(request.method)) return unsupported(request, target);
  return isUsers ? userChangeIntent(request, target) : groupChangeIntent(request, target);
}

function searchIntent({ body }: IntentRequest, { endpoint }: RequestTarget): Intent {
  if (endpoint !== 'users' && endpoint !== 'groups') return intent('search');
  return listIntent(textOf(body, 'filter'), endpoint === 'users');
}

function listIntent(filter: string | undefined, isUsers: boolean): Intent {
  if (filter === undefined) return intent(isUsers ? 'list-users' : 'list-groups');
  const terms = comparisons(filter);
  if (!isUsers && terms.some(({ name }) => name === 'members')) {
    return intent('check-membership', terms.find(({ name }) => name === 'id')?.value ?? null);
  }
  const named = terms.find(({ name }) => name !== 'type');
  return intent(isUsers ? 'look-up-user' : 'look-up-group', named?.value ?? null);
}

interface Term {
  readonly name: string;
  readonly value: string;
}

/** What a filter compares with texts. */
function comparisons(filter: string): readonly Term[] {
  try {
    return termsOf(parseFilter(filter, { unquotedIds: true }));
  } catch {
    return [];
  }
}

function termsOf(filter: Filter): readonly Term[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.flatMap(termsOf);
    case 'valuePath':
      return termsOf(filter.filter);
    case 'comparison': {
      const { path, value, operator } = filter;
      return typeof value === 'string' && operator === 'eq' ? [{ name: path.attribute.toLowerCase(), value }] : [];
    }
    default:
      return [];
  }
}

function bulkIntent({ body, operations }: IntentRequest): Intent {
  const sent = attribute(body, 'Operations');
  return { kind: 'bulk', subject: null, count: operations?.length ?? (Array.isArray(sent) ? sent.length : null) };
}

function unsupported({ method }: IntentRequest, { path }: RequestTarget): Intent {
  return intent('unsupported', `${method} ${decodedPath(path.split('?')[0] ?? '')}`);
}

function nameOf({ touched, body }: IntentRequest, { id }: RequestTarget): string | null {
  return touched?.name ?? (isObject(body) ? textOf(body, 'userName') : undefined) ?? id ?? null;
}

function intent(kind: IntentKind, subject: string | null = null): Intent {
  return { kind, subject, count: null };
}
