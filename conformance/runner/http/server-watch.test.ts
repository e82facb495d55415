import { expect, it } from 'vitest';
import { ServerWatch } from './server-watch.ts';

const later = () => performance.now() + 1000;

it('waits less when one request has taken too long', () => {
  const watch = new ServerWatch();
  expect(watch.timeout).toBe(60_000);
  watch.noteSilence('ECONNREFUSED', later(), false);
  expect(watch.timeout).toBe(60_000);
  watch.noteSilence('no answer within 60 seconds', later(), true);
  watch.noteAnswer();
  expect(watch.timeout).toBe(10_000);
});

it('gives the server up after three in a row', () => {
  const watch = new ServerWatch();
  for (const time of [1, 2]) watch.noteSilence(`${time}`, later(), false);
  watch.noteAnswer();
  for (const time of [3, 4]) watch.noteSilence(`${time}`, later(), false);
  expect([watch.reason, watch.signal.aborted]).toEqual([undefined, false]);
  watch.noteSilence('ECONNREFUSED', later(), false);
  expect(watch.reason).toBe('the server no longer answers (3 requests in a row; the last: ECONNREFUSED)');
  expect(watch.signal.aborted).toBe(true);
});

it('counts those at the same time as one', () => {
  const watch = new ServerWatch();
  const began = performance.now() - 1;
  for (let time = 0; time < 20; time++) watch.noteSilence('no answer', began, true);
  expect(watch.reason).toBeUndefined();
});

it('lets clearing up be tried once', () => {
  const watch = new ServerWatch();
  for (let time = 0; time < 3; time++) watch.noteSilence('no answer', later(), true);
  expect(watch.timeout).toBe(2_000);
  watch.noteSilence('no answer', later(), true);
  expect(watch.timeout).toBeUndefined();
});
