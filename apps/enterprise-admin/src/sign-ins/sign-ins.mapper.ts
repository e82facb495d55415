import { idpProfile, signInClickPath } from '#libs/idp-profiles';
import type { ConnectionRow, SignInAttemptRow, SignInTestRow } from '#libs/persistence';
import { sentenceOfCode } from '#libs/sign-in';
import type { AdminPrincipal } from '../http/caller.js';
import { masked } from '../http/masked.js';
import type { SignInAttempt } from './sign-in-attempt.dto.js';
import type { SignInTest, SignInTestResult } from './sign-in-test.dto.js';

/** An attempt as the caller may see it. */
export function toSignInAttempt(
  principal: AdminPrincipal,
  { idp_profile: profile }: Pick<ConnectionRow, 'idp_profile'>,
  row: SignInAttemptRow,
): SignInAttempt {
  const { id, purpose, protocol, outcome, code, steps, at } = row;
  return {
    id,
    purpose,
    protocol,
    outcome,
    code,
    reason: code === null ? null : sentenceOfCode(code),
    clickPath: code === null ? null : signInClickPath(idpProfile(profile).id, code),
    steps,
    login: masked(principal, row.login),
    subject: masked(principal, row.subject),
    accountId: row.account_id,
    directoryUserId: row.directory_user_id,
    ip: masked(principal, row.ip),
    userAgent: row.user_agent,
    at,
    finishedAt: row.finished_at,
  };
}

/** A test as the caller may see it. */
export function toSignInTest(principal: AdminPrincipal, row: SignInTestRow, now = new Date()): SignInTest {
  const { id, fingerprint, attempt_id: attemptId, result, created_at: createdAt, expires_at: expiresAt } = row;
  return {
    id,
    state: stateOf(row, now),
    fingerprint,
    attemptId,
    result: result ? toResult(principal, result) : null,
    createdAt,
    expiresAt,
  };
}

function stateOf(
  { result, attempt_id: attemptId, expires_at: expiresAt }: SignInTestRow,
  now: Date,
): SignInTest['state'] {
  if (result) return result.passed ? 'passed' : 'failed';
  if (Date.parse(expiresAt) <= now.getTime()) return 'expired';
  return attemptId ? 'opened' : 'waiting';
}

function toResult(principal: AdminPrincipal, result: NonNullable<SignInTestRow['result']>): SignInTestResult {
  const { passed, code, targets, received, account, finishedAt } = result;
  const maskedAll = (values: readonly string[]) => values.map(value => masked(principal, value));
  return {
    passed,
    code,
    reason: code === null ? null : sentenceOfCode(code),
    targets: targets.map(target => ({ ...target, values: maskedAll(target.values) })),
    received: received.map(({ name, values }) => ({ name, values: maskedAll(values) })),
    account: { id: account.id, login: masked(principal, account.login) },
    finishedAt,
  };
}
