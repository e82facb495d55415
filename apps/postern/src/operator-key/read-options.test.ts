import { describe, expect, it } from 'vitest';
import { readOptions } from './read-options.js';

describe('readOptions', () => {
  it('reads a name; the key lives a year', () => {
    expect(readOptions(['--name', ' First operator '])).toEqual({
      name: 'First operator',
      days: 365,
      json: false,
      help: false,
    });
  });

  it('reads how long it lives, and in which form it is printed', () => {
    expect(readOptions(['--name=a', '--days=1096', '--json'])).toMatchObject({ days: 1096, json: true });
  });

  it('needs no name to help', () => {
    expect(readOptions(['--help']).help).toBe(true);
  });

  it.each([
    [[], 'Give --name.'],
    [['--name', '  '], 'Give --name.'],
    [['--name', 'a\nb'], 'one line'],
    [['--name', 'a'.repeat(201)], '200 characters'],
    [['--name', 'a', '--days', '0'], 'from 1 to 1096'],
    [['--name', 'a', '--days', '1097'], 'from 1 to 1096'],
    [['--name', 'a', '--days', '1.5'], 'whole number'],
    [['--name', 'a', '--days', 'many'], 'whole number'],
    [['--name', 'a', '--role', 'support'], "Unknown option '--role'"],
    [['--name', 'a', 'b'], "Unexpected argument 'b'"],
  ])('%j is refused', (argv, message) => {
    expect(() => readOptions(argv)).toThrow(message);
  });
});
