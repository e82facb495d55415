import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('has a default for everything', () => {
    expect(readOptions([])).toMatchObject({ cases: 200_000, seed: 1, from: 0, concurrency: 16, help: false });
    expect(readOptions([])).not.toHaveProperty('access');
  });

  it('reads a case alone, of a service that runs already', () => {
    const argv = [
      '--cases',
      '1',
      '--from=77',
      '--seed',
      '9',
      '--url',
      'http://127.0.0.1:3000/scim/x/v2/',
      '--token',
      't',
    ];
    expect(readOptions(argv)).toMatchObject({
      cases: 1,
      from: 77,
      seed: 9,
      access: { baseUrl: 'http://127.0.0.1:3000/scim/x/v2', token: 't' },
    });
  });

  it.each([
    [['--cases', '0'], '--cases must be a whole number of at least 1'],
    [['--cases', 'many'], '--cases must be a whole number'],
    [['--seed', ''], '--seed must be a whole number'],
    [['--kinds', 'filter,nothing'], 'there is no nothing'],
    [['--url', 'http://a/'], '--url and --token go together'],
    [['--url', 'https://a/', '--token', 't'], '--url must begin with http://'],
    [['--unknown'], "Unknown option '--unknown'"],
    [['stray'], 'Unexpected argument'],
  ])('refuses %j', (argv, message) => {
    expect(() => readOptions(argv)).toThrow(message);
  });
});
