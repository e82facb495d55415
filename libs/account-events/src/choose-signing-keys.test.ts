import { expect, it } from 'vitest';
import { chooseSigningKeys } from './choose-signing-keys.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const now = new Date('2026-11-24T12:00:00.000Z');
const aged = (milliseconds: number) => ({ created_at: new Date(now.getTime() - milliseconds).toISOString() });

it('of no key, the first is due', () => {
  expect(chooseSigningKeys([], now)).toEqual({ signing: undefined, published: [], isNextDue: true });
});

it('the first key signs at once', () => {
  const first = aged(0);
  expect(chooseSigningKeys([first], now)).toEqual({ signing: first, published: [first], isNextDue: false });
});

it('a key is due after 90 days', () => {
  expect(chooseSigningKeys([aged(90 * DAY_MS - 1)], now).isNextDue).toBe(false);
  expect(chooseSigningKeys([aged(90 * DAY_MS)], now).isNextDue).toBe(true);
});

it('the next key is told of for an hour before it signs', () => {
  const old = aged(90 * DAY_MS);
  const next = aged(HOUR_MS - 1);
  expect(chooseSigningKeys([old, next], now)).toMatchObject({ signing: old, published: [next, old] });
  const known = aged(HOUR_MS);
  expect(chooseSigningKeys([known, old], now)).toMatchObject({ signing: known, published: [known, old] });
});

it('a key is told of until 30 days after the next one was made', () => {
  const old = aged(120 * DAY_MS);
  const next = aged(30 * DAY_MS - 1);
  expect(chooseSigningKeys([old, next], now).published).toEqual([next, old]);
  const older = aged(30 * DAY_MS);
  expect(chooseSigningKeys([old, older], now).published).toEqual([older]);
});
