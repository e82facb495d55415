import { expect, it } from 'vitest';
import { mergeReports } from './merge.ts';
import type { ExchangeResult, ProfileResult, Report, Verdict } from './report.ts';

const exchange = (verdict: Verdict, problem: string): ExchangeResult => ({
  name: '01-a',
  title: 'A',
  records: [],
  verdict,
  problems: verdict === 'failed' ? [problem] : [],
  whenWrong: '',
  hint: '',
  sent: [],
});

function report(mode: string, verdict: Verdict): Report {
  const profile: ProfileResult = {
    profile: 'example',
    title: 'Example',
    identityProvider: 'Example',
    verdict,
    exchanges: [exchange(verdict, `wrong in ${mode}`)],
    stories: [{ name: '01-x', title: 'X', verdict, problems: [], whenWrong: '', steps: [] }],
    milliseconds: 10,
  };
  const target = `Postern 0.1.0 (mode ${mode})`;
  return { baseUrl: 'http://x', target, startedAt: '', milliseconds: 10, suiteVersion: '0.1.0', profiles: [profile] };
}

it('one report is itself', () => {
  expect(mergeReports([report('users', 'passed')], 5)).toEqual(report('users', 'passed'));
  expect(mergeReports([], 5)).toBeUndefined();
});

it('several are one: the worst of each, and where', () => {
  const merged = mergeReports([report('a', 'passed'), report('b', 'failed'), report('c', 'failed')], 5);
  expect(merged).toMatchObject({ target: 'Postern 0.1.0, 3 connections', milliseconds: 5 });
  expect(merged?.profiles).toHaveLength(1);
  const [profile] = merged?.profiles ?? [];
  expect(profile).toMatchObject({ verdict: 'failed', milliseconds: 30 });
  expect(profile?.exchanges.map(({ problems }) => problems)).toEqual([
    ['Only at 2 of 3: mode b; mode c.', 'wrong in b'],
  ]);
  expect(profile?.stories[0]?.problems).toEqual(['Only at 2 of 3: mode b; mode c.']);
});

it('requests are those of what failed', () => {
  const sent = [{ method: 'GET', url: 'http://x', requestHeaders: {}, milliseconds: 1 }];
  const withSent = (mode: string, verdict: Verdict): Report => {
    const { profiles, ...rest } = report(mode, verdict);
    const [profile] = profiles;
    if (!profile) throw new Error('There is no profile.');
    const exchanges = profile.exchanges.map(each => ({ ...each, sent }));
    const stories = profile.stories.map(each => ({ ...each, steps: exchanges }));
    return { ...rest, profiles: [{ ...profile, exchanges, stories }] };
  };
  const sentIn = (merged: Report | undefined) =>
    merged?.profiles.flatMap(({ exchanges, stories }) =>
      [...exchanges, ...stories.flatMap(({ steps }) => steps)].map(each => each.sent.length),
    );
  expect(sentIn(mergeReports([withSent('a', 'passed'), withSent('b', 'passed')], 5))).toEqual([0, 0]);
  expect(sentIn(mergeReports([withSent('a', 'failed'), withSent('b', 'passed')], 5))).toEqual([1, 1]);
  expect(sentIn(mergeReports([withSent('a', 'passed')], 5))).toEqual([1, 1]);
});

it('that one of them was stopped is said', () => {
  const stopped = { ...report('b', 'failed'), stopped: 'the server is gone' };
  expect(mergeReports([report('a', 'passed'), stopped], 5)?.stopped).toBe('the server is gone');
});

it('what is the same everywhere says so by saying nothing', () => {
  const merged = mergeReports([report('a', 'failed'), report('b', 'failed')], 5);
  expect(merged?.profiles[0]?.exchanges[0]?.problems).toEqual(['wrong in a']);
});
