import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listProfiles, loadProfile } from '../runner/profile/load-profile.ts';

interface Entry {
  readonly id: string;
  readonly name: string;
  /** Why no exchange records it. */
  readonly leftOut?: string;
}

const PROFILES = join(import.meta.dirname, '../profiles');

const profiles = await Promise.all((await listProfiles(PROFILES)).map(name => loadProfile(PROFILES, name)));
const recorded = new Set(
  profiles.flatMap(({ exchanges }) => [...exchanges.values()].flatMap(({ records }) => records)),
);
const catalogues = globSync('*.json', { cwd: import.meta.dirname }).map(file => ({
  file,
  entries: JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as Entry[],
}));
const known = catalogues.flatMap(({ entries }) => entries.map(({ id }) => id));

describe.each(catalogues)('$file', ({ entries }) => {
  it('has every exchange in a profile, or says why not', () => {
    expect(entries.filter(({ id, leftOut }) => !recorded.has(id) && leftOut === undefined)).toEqual([]);
  });

  it('says of no exchange that is in a profile that it is left out', () => {
    expect(entries.filter(({ id, leftOut }) => recorded.has(id) && leftOut !== undefined)).toEqual([]);
  });

  it('names each and gives each reason in words', () => {
    expect(entries.filter(({ name, leftOut = 'It is recorded.' }) => name === '' || leftOut.length < 10)).toEqual([]);
  });
});

it('the catalogues have each id once, and every id that an exchange says it records', () => {
  expect(known.length).toBe(new Set(known).size);
  expect([...recorded].filter(id => !known.includes(id))).toEqual([]);
});
