import { expect, test } from 'vitest';
import { lenient, strictRfc } from './tolerances.js';

test('the strict set tolerates nothing', () => {
  expect(Object.values(strictRfc)).not.toContain(true);
});

test('the lenient set tolerates everything except keeping what a PUT omits and passing over unknown members', () => {
  expect(Object.keys(lenient)).toEqual(Object.keys(strictRfc));
  expect(Object.entries(lenient).filter(([, on]) => !on)).toEqual([
    ['keepsOmittedOnReplace', false],
    ['skipsUnknownMembers', false],
  ]);
});
