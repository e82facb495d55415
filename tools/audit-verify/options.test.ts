import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

const DATABASE_URL = 'postgres://localhost/postern';
const hash = 'ab'.repeat(32);

describe('readOptions', () => {
  it('proves every log of the database of the environment', () => {
    const options = readOptions([], { DATABASE_URL });
    expect(options).toEqual({ databaseUrl: DATABASE_URL, expectedHeads: new Map(), json: false, help: false });
  });

  it('reads one enterprise of another database, and the heads it must have', () => {
    const heads = [`--expect-head=a=b=${hash}`, `--expect-head=a=b=${hash.toUpperCase()}`];
    const options = readOptions(['--database-url', 'postgres://other/db', '--enterprise', 'a=b', '--json', ...heads], {
      DATABASE_URL,
    });
    expect(options).toMatchObject({ databaseUrl: 'postgres://other/db', enterprise: 'a=b', json: true });
    expect([...options.expectedHeads]).toEqual([['a=b', [hash, hash]]]);
  });

  it('needs no database to help', () => {
    expect(readOptions(['--help'], {}).help).toBe(true);
  });

  it.each([
    [[], 'Which database?'],
    [['--database-url='], 'Which database?'],
    [['--database-url', 'x', '--expect-head', 'acme'], '--expect-head must be KEY=HASH'],
    [['--database-url', 'x', '--expect-head', 'acme=12'], 'not "acme=12"'],
    [['--database-url', 'x', '--expect-head', `=${hash}`], '--expect-head must be KEY=HASH'],
    [['--database-url', 'x', '--enterprise', 'acme', '--expect-head', `beta=${hash}`], 'about "beta"'],
    [['--unknown'], "Unknown option '--unknown'"],
    [['stray'], 'Unexpected argument'],
  ])('refuses %j', (argv, message) => {
    expect(() => readOptions(argv, {})).toThrow(message);
  });
});
