import { asBoolean, assigned, attribute, patchOperations, textOf } from './body-reader.js';
import type { Intent } from './intent.js';
import type { LoggedRequest, TouchedResource } from './logged-request.js';
import type { RequestTarget } from './request-target.js';

type ChangeRequest = Pick<LoggedRequest, 'method' | 'body' | 'touched'>;

/** Reads what a POST, PUT, PATCH or DELETE of a user is for. What the service saw of the person goes before what the body says. */
export function userChangeIntent(request: ChangeRequest, { id }: Pick<RequestTarget, 'id'>): Intent {
  const { body, touched } = request;
  const subject =
    touched?.name ?? textOf(body, 'userName') ?? textOf({ value: assigned(body, 'userName') }, 'value') ?? id;
  return { kind: kindOf(request), subject: subject ?? null, count: null };
}

function kindOf({ method, body, touched }: ChangeRequest): Intent['kind'] {
  if (method === 'POST') return 'create-user';
  if (method === 'DELETE') return 'delete-user';
  const seen = activeChange(touched);
  if (seen !== undefined) return seen ? 'reactivate-user' : 'deactivate-user';
  return wantedKind(method, body);
}

function wantedKind(method: string, body: unknown): Intent['kind'] {
  const wanted = asBoolean(method === 'PATCH' ? assigned(body, 'active') : attribute(body, 'active'));
  // A PUT repeats "active"; what was not seen to change is taken for a wish only where access is taken away.
  if (wanted === false) return 'deactivate-user';
  if (wanted === true && method === 'PATCH' && assignsOnly(body, 'active')) return 'reactivate-user';
  return setsPassword(body, method) ? 'set-password' : 'update-user';
}

/** What the service saw "active" become; undefined when it stayed. */
function activeChange(touched: TouchedResource | undefined): boolean | undefined {
  const change = touched?.changes?.find(({ attribute: name }) => name === 'active');
  return change ? change.after === true : undefined;
}

function setsPassword(body: unknown, method: string): boolean {
  return method === 'PATCH' ? assignsOnly(body, 'password') : attribute(body, 'password') !== undefined;
}

function assignsOnly(body: unknown, name: string): boolean {
  const operations = patchOperations(body);
  return (
    operations.length > 0 &&
    operations.every(({ path, value }) => {
      if (path !== '') return path === name;
      return typeof value === 'object' && value !== null && Object.keys(value).every(key => isNamed(key, name));
    })
  );
}

function isNamed(key: string, name: string): boolean {
  return attribute({ [key]: true }, name) === true || ['id', 'schemas'].includes(key.toLowerCase());
}
