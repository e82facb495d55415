import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatePacts } from './generate.ts';
import type { Pact } from './pact-format.ts';

const folder = join(import.meta.dirname, '../pacts');
const files = await generatePacts();

describe('conformance/pacts', () => {
  it('has one for each profile', async () => {
    expect((await readdir(folder)).filter(file => file.endsWith('.json')).toSorted()).toEqual(
      [...files.keys()].toSorted(),
    );
  });

  it.each([...files.keys()])('%s is what the profile says (if not: npm run conformance:pacts)', async file => {
    const written = await readFile(join(folder, file), 'utf8').catch(() => '');
    expect(written === files.get(file), `${file} is stale`).toBe(true);
  });

  it.each([...files])('%s names and sorts its interactions without doubt, and has no template left', (_, text) => {
    const { interactions } = JSON.parse(text) as Pact;
    const descriptions = interactions.map(({ description }) => description);
    expect(new Set(descriptions).size).toBe(descriptions.length);
    expect(descriptions).toEqual(descriptions.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(interactions.map(({ key }) => key)).size).toBe(interactions.length);
    expect(interactions.every(({ providerStates }) => providerStates.length > 0)).toBe(true);
    expect(JSON.stringify(interactions.map(({ request, response }) => [request, response]))).not.toContain('{{');
  });
});
