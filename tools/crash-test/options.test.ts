import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  it('makes 2000 changes, kills each process six times, and starts a database', () => {
    expect(readOptions([], { DATABASE_URL: '' })).toEqual({
      seed: 1,
      changes: 2000,
      kills: 6,
      people: 48,
      delivers: true,
      json: false,
      help: false,
    });
  });

  it('reads a smaller run on the database of the environment', () => {
    const argv = ['--seed', '0', '--changes', '9', '--kills', '0', '--people', '8', '--no-webhooks', '--json'];
    expect(readOptions(argv, { DATABASE_URL: 'postgres://localhost/empty' })).toEqual({
      seed: 0,
      changes: 9,
      kills: 0,
      people: 8,
      delivers: false,
      databaseUrl: 'postgres://localhost/empty',
      json: true,
      help: false,
    });
  });

  it.each([
    [['--changes', '0'], '--changes must be a whole number of at least 1'],
    [['--people', '7'], '--people must be a whole number of at least 8'],
    [['--seed', ''], '--seed must be a whole number'],
    [['--kills', '1.5'], '--kills must be a whole number'],
    [['--unknown'], "Unknown option '--unknown'"],
  ])('refuses %j', (argv, message) => {
    expect(() => readOptions(argv, {})).toThrow(message);
  });
});
