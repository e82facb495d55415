import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { UsageError } from '../options.ts';
import { prepareReports } from './report-files.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'conformance-reports-'))));
afterEach(async () => rm(folder, { recursive: true }));

it('folders are made, but no empty reports', async () => {
  await prepareReports({ jsonFile: join(folder, 'a/b/r.json'), htmlFile: join(folder, 'a/r.html') });
  expect(existsSync(join(folder, 'a/b'))).toBe(true);
  expect(existsSync(join(folder, 'a/b/r.json'))).toBe(false);
});

it('a report that is there already stays until there is another', async () => {
  await writeFile(join(folder, 'r.xml'), 'before');
  await prepareReports({ junitFile: join(folder, 'r.xml') });
  expect(await readFile(join(folder, 'r.xml'), 'utf8')).toBe('before');
});

it.each([
  ['below a file', () => join(folder, 'file/x/r.json')],
  ['a folder', () => folder],
])('what cannot be written is said: %s', async (_, file) => {
  await writeFile(join(folder, 'file'), '');
  const prepared = prepareReports({ jsonFile: file() });
  await expect(prepared).rejects.toThrow(UsageError);
  await expect(prepared).rejects.toThrow(`--json: ${file()} cannot be written (E`);
});
