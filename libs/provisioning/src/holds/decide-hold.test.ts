import { describe, expect, it } from 'vitest';
import { decideHold, fewestForHold } from './decide-hold.js';

const thresholds = { accounts: 50, percent: 20 };

describe('a hold', () => {
  it.each([
    ['nobody', 0, 1000, false],
    ['one less than the number', 49, 1000, false],
    ['the number', 50, 100_000, true],
    ['one less than the share', 19, 100, false],
    ['the share', 20, 100, true],
    ['the share, not in whole percent', 21, 102, true],
    ['everybody of a small enterprise', 4, 4, false],
    ['the fewest that a share is looked at for', 5, 25, true],
    ['the fewest of more', 5, 26, false],
  ])('is opened or not by %s (%i of %i): %s', (_, deprovisioned, accounts, expected) => {
    expect(decideHold({ deprovisioned, accounts, thresholds })).toBe(expected);
  });

  it('is opened by a single person when the enterprise wants it', () => {
    const strict = { accounts: 1, percent: 100 };
    expect(decideHold({ deprovisioned: 1, accounts: 1000, thresholds: strict })).toBe(true);
    expect(fewestForHold(strict)).toBe(1);
  });

  it('needs nobody to be counted below the fewest', () => {
    expect(fewestForHold(thresholds)).toBe(5);
  });
});
