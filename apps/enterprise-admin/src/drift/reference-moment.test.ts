import { expect, it } from 'vitest';
import { referenceMoment, type SeenPasses } from './reference-moment.js';

const hour = (name: string, people: number) => ({
  hour: `2026-11-24T${name}:00:00.000Z`,
  firstAt: `2026-11-24T${name}:10:00.000Z`,
  people,
});
const listedAt = '2026-11-20T08:00:00.000Z';

it.each<[string, SeenPasses['lookUpHours'], string | null, string | null]>([
  ['nothing', [], null, null],
  ['a listing', [], listedAt, listedAt],
  ['a listing and look-ups after it', [hour('09', 10)], listedAt, listedAt],
  ['look-ups of half of the people', [hour('09', 5)], null, hour('09', 5).firstAt],
  ['look-ups of fewer', [hour('09', 4)], null, null],
  ['look-ups in hours that follow each other', [hour('08', 3), hour('09', 2)], null, hour('08', 3).firstAt],
  ['look-ups with an hour between', [hour('07', 3), hour('09', 2)], null, null],
  ['two cycles', [hour('05', 9), hour('09', 9)], null, hour('09', 9).firstAt],
  ['a cycle and a few changes after it', [hour('05', 9), hour('09', 1)], null, hour('05', 9).firstAt],
])('of ten people, with %s', (_, lookUpHours, listed, since) => {
  expect(referenceMoment({ listedAt: listed, lookUpHours, people: 10 })?.since ?? null).toBe(since);
});

it('says what it was the beginning of', () => {
  expect(referenceMoment({ listedAt, lookUpHours: [], people: 1 })?.by).toBe('full_listing');
  expect(referenceMoment({ listedAt: null, lookUpHours: [hour('09', 1)], people: 1 })?.by).toBe('look_up_cycle');
});

it('nobody was looked up in a directory of nobody', () => {
  expect(referenceMoment({ listedAt: null, lookUpHours: [hour('09', 0)], people: 0 })).toBeNull();
});
