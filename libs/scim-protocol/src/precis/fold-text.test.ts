import { expect, it } from 'vitest';
import { foldText } from './fold-text.js';

it('a text that stacks marks without end is not normalised, which would take quadratic time', () => {
  const text = `a${'\u0301'.repeat(100_000)}${'\u0316'.repeat(100_000)}`;
  const started = performance.now();
  expect(foldText(text)).toBe(text);
  expect(performance.now() - started).toBeLessThan(500);
});

it('thirty marks in a row are ordinary text (UAX #15, Stream-Safe Text Format)', () => {
  expect(foldText(`A${'\u0316'.repeat(30)}`)).toBe(`a${'\u0316'.repeat(30)}`);
});
