import { describe, expect, it } from 'vitest';
import { judgeCheck } from './judge-check.js';
import { hasVerificationRecord, newDomainToken, verificationRecordOf } from './verification-record.js';

const HOUR_MS = 3_600_000;
const now = new Date('2026-11-24T12:00:00.000Z');
const before = (hours: number) => new Date(now.getTime() - hours * HOUR_MS).toISOString();

describe('a check', () => {
  const verified = { verified_at: before(1000), failing_since: null };
  const failing = (hours: number) => ({ verified_at: before(1000), failing_since: before(hours) });
  const fresh = { verified_at: null, failing_since: null };

  it.each([
    ['verifies a new domain whose record is there', fresh, true, now.toISOString(), null, 'verified'],
    ['leaves a new domain whose record is not there', fresh, false, null, null, 'record_missing'],
    ['leaves a verified domain whose record is there', verified, true, before(1000), null, 'verified'],
    ['gives a verified domain time', verified, false, before(1000), now.toISOString(), 'record_missing'],
    ['does so for three days', failing(71), false, before(1000), before(71), 'record_missing'],
    ['and no longer', failing(73), false, null, before(73), 'record_missing'],
    ['forgives a record that is there again', failing(71), true, before(1000), null, 'verified'],
    ['changes nothing when the DNS does not answer', failing(100), undefined, before(1000), before(100), 'unresolved'],
  ] as const)('%s', (_, row, found, verifiedAt, failingSince, outcome) => {
    expect(judgeCheck(row, found, now)).toEqual({ verifiedAt, failingSince, outcome });
  });
});

describe('a record', () => {
  const token = newDomainToken();

  it('is found among others, with what panels put around it', () => {
    expect(hasVerificationRecord(['v=spf1 -all', verificationRecordOf(token)], token)).toBe(true);
    expect(hasVerificationRecord([` "${verificationRecordOf(token)}" `], token)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['another token', verificationRecordOf(newDomainToken())],
    ['the token alone', token],
    ['more than the token', `${verificationRecordOf(token)}0`],
    ['the token in capitals', verificationRecordOf(token).toUpperCase()],
  ])('that says %s is another', (_, record) => {
    expect(hasVerificationRecord([record], token)).toBe(false);
  });
});
