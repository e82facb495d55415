import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('has the sizes of the targets as defaults', () => {
    expect(readOptions([])).toEqual({
      sizes: [1000, 10_000, 50_000],
      members: [100, 1000, 10_000, 45_000],
      concurrency: [1, 8, 32],
      seconds: 2,
      runs: 3,
      write: false,
      help: false,
    });
  });

  it.each([
    [['--sizes', '1000,100'], '--sizes must rise'],
    [['--members', '10,ten'], '--members must be made of whole numbers above 0, not "ten"'],
    [['--secs', '0'], '--secs must be made of whole numbers above 0'],
    [['--fast'], "Unknown option '--fast'"],
  ])('refuses %j', (argv, message) => {
    expect(() => readOptions(argv)).toThrow(message);
  });
});
