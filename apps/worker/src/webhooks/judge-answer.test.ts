import { describe, expect, it } from 'vitest';
import { isFailing, isGivenUp, judgeAnswer, retryDelaysMs, type WebhookAnswer } from './judge-answer.js';

const now = new Date('2026-11-24T09:30:00.000Z');
const failed = (given: Partial<WebhookAnswer> = {}): WebhookAnswer => ({
  status: 500,
  failure: 'HTTP 500',
  retryAfter: '',
  ...given,
});
const judge = (answer: WebhookAnswer, attempts = 0, random = 0.5) =>
  judgeAnswer(answer, { attempts, now, random, delaysMs: retryDelaysMs });
const waitSeconds = (answer: WebhookAnswer, attempts = 0, random = 0.5): number => {
  const verdict = judge(answer, attempts, random);
  return verdict.state === 'pending' ? (verdict.nextAttemptAt.getTime() - now.getTime()) / 1000 : Number.NaN;
};

describe('judgeAnswer', () => {
  it('what has not failed is delivered', () => {
    expect(judge({ status: 204, failure: null, retryAfter: '' }, 9)).toEqual({ state: 'delivered' });
  });

  it('waits longer after each failure, and gives up after ten in about a day', () => {
    const waits = Array.from({ length: 9 }, (_, attempts) => waitSeconds(failed(), attempts));
    expect(waits).toEqual([5, 30, 120, 600, 1800, 3600, 10_800, 21_600, 43_200]);
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 3600).toBeCloseTo(22.7, 1);
    expect(judge(failed(), 9)).toEqual({ state: 'dead', isGone: false });
  });

  it('waits a fifth less or more', () => {
    expect([waitSeconds(failed(), 3, 0), waitSeconds(failed(), 3, 1)]).toEqual([480, 720]);
  });

  it.each([
    ['429 with seconds', failed({ status: 429, retryAfter: '90' }), 90],
    ['503 with a date', failed({ status: 503, retryAfter: 'Tue, 24 Nov 2026 09:32:00 GMT' }), 120],
    ['503 with less than our own delay', failed({ status: 503, retryAfter: '1' }), 5],
    ['503 with a date that has passed', failed({ status: 503, retryAfter: 'Tue, 24 Nov 2026 09:00:00 GMT' }), 5],
    ['503 with nonsense', failed({ status: 503, retryAfter: 'soon' }), 5],
    ['429 with more than half a day', failed({ status: 429, retryAfter: '999999' }), 43_200],
    ['another status', failed({ status: 500, retryAfter: '90' }), 5],
    ['no answer', failed({ status: null, retryAfter: '90' }), 5],
  ])('%s', (_, answer, expected) => {
    expect(waitSeconds(answer)).toBe(expected);
  });

  it('410 ends it at once', () => {
    expect(judge(failed({ status: 410 }))).toEqual({ state: 'dead', isGone: true });
  });
});

describe('isGivenUp', () => {
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();

  it.each<[string, number, string | null, boolean]>([
    ['five days of nothing but failures', 10, daysAgo(5), true],
    ['less than five days', 500, daysAgo(4.9), false],
    ['few failures, however long ago', 9, daysAgo(9), false],
    ['none', 0, null, false],
  ])('%s', (_, failures, failing_since, expected) => {
    expect(isGivenUp({ failures, failing_since }, now)).toBe(expected);
  });
});

it.each([
  [4, false],
  [5, true],
])('an endpoint that failed %i times in a row fails again and again: %s', (failures, expected) => {
  expect(isFailing({ failures })).toBe(expected);
});
