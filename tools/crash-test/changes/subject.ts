import { isDeepStrictEqual } from 'node:util';

/** What a SCIM resource is expected to be, or was found to be; null when it is not there. */
export type Stored = { readonly id: string; readonly attributes: Attributes } | null;

/** The attributes that are looked at. */
export type Attributes = Readonly<Record<string, string | boolean | readonly string[]>>;

/** A person or a group, as its identity provider knows it. */
export interface Subject {
  readonly endpoint: 'Users' | 'Groups';
  readonly externalId: string;
  expected: Stored;
  /** The userName it had last: whoever is created again after a DELETE is to get the same account. */
  userName: string;
  /** How many changes were asked for: names that are given are made from it. */
  revision: number;
}

/** One change, and what it makes of the subject. */
export interface Change {
  readonly kind: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Below the base URL of the connection. */
  readonly path: string;
  readonly body?: object;
  /** The attributes afterwards; null when it is gone. */
  readonly after: Attributes | null;
}

/** A subject that nobody has told of yet. */
export function newSubject(endpoint: Subject['endpoint'], externalId: string): Subject {
  return { endpoint, externalId, expected: null, userName: `${externalId}@example.com`, revision: 0 };
}

/** From now on the subject is expected to be so. */
export function expect(subject: Subject, stored: Stored): void {
  subject.expected = stored;
  const userName = stored?.attributes['userName'];
  if (typeof userName === 'string') subject.userName = userName;
}

/** Whether it is as it was before an unacknowledged change, or as the change makes it; what else it could be is a loss. */
export function isBeforeOrAfter({ expected }: Subject, { after }: Change, found: Stored): boolean {
  if (isDeepStrictEqual(found, expected)) return true;
  if (found === null || after === null) return found === after;
  return (expected === null || expected.id === found.id) && isDeepStrictEqual(found.attributes, after);
}
