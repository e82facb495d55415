import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listProfiles, loadProfile } from '../runner/profile/load-profile.ts';
import type { Evidence } from '../runner/profile/exchange.ts';

const PROFILES = join(import.meta.dirname, '../profiles');
const kinds: readonly Evidence[] = ['captured', 'documented', 'derived', 'reconstructed'];

it('docs/conformance.md has the counts of every profile', async () => {
  const document = readFileSync(join(import.meta.dirname, '../../docs/conformance.md'), 'utf8');
  const profiles = await Promise.all((await listProfiles(PROFILES)).map(name => loadProfile(PROFILES, name)));
  const rows = profiles.map(({ name, exchanges, stories }) => {
    const counts = kinds.map(kind => [...exchanges.values()].filter(({ evidence }) => evidence === kind).length);
    return `| \`${name}\` | ${[exchanges.size, ...counts, stories.size].join(' | ')} |`;
  });
  expect(document.split('\n')).toEqual(expect.arrayContaining(rows));
});
