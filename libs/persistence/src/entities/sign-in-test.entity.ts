import { defineEntity, p } from '@mikro-orm/core';
import { createdMoment, moment } from './columns.js';
import type { AccountId, ConnectionId, EnterpriseId, SignInAttemptId, SignInTestId } from './ids.js';

/** What became of one target of the attribute mapping. */
export interface TestedTarget {
  readonly target: string;
  readonly required: boolean;
  /** The source that filled it, as people write it; null when none did. */
  readonly source: string | null;
  /** The sources that were looked at, when none filled it. */
  readonly tried: readonly string[];
  readonly values: readonly string[];
}

/** What a test sign-in came to. */
export interface SignInTestResult {
  readonly passed: boolean;
  /** Why the person could not be signed in, with the test left aside; null when they could. */
  readonly code: string | null;
  readonly targets: readonly TestedTarget[];
  /** What the identity provider sent, so far as it is shown. */
  readonly received: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** The account that they would have, and whether it is there already. */
  readonly account: { readonly id: AccountId | null; readonly login: string | null };
  /** ISO 8601. */
  readonly finishedAt: string;
}

/** A sign-in that somebody is invited to make, to see that it works; nobody is signed in by it. */
export const SignInTest = defineEntity({
  name: 'SignInTest',
  tableName: 'sign_in_tests',
  primaryKeys: ['enterprise_id', 'connection_id', 'id'],
  properties: {
    enterprise_id: p.uuid().$type<EnterpriseId>().primary(),
    connection_id: p.uuid().$type<ConnectionId>().primary(),
    id: p.uuid().$type<SignInTestId>().primary(),
    /** SHA-256 of what its URL holds. */
    hash: p.blob().$type<Buffer>(),
    /** Of the settings that it tests. */
    fingerprint: p.text(),
    /** The attempt that was begun last; null until its URL is opened. */
    attempt_id: p.uuid().$type<SignInAttemptId>().nullable(),
    result: p.json<SignInTestResult>().nullable(),
    created_at: createdMoment(),
    expires_at: moment(),
  },
  uniques: [{ name: 'sign_in_tests_hash', properties: ['enterprise_id', 'connection_id', 'hash'] }],
  indexes: [{ name: 'sign_in_tests_created', properties: ['created_at'] }],
});
