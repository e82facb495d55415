import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedFiles, generatedFolder } from './generated-files.ts';

it('what rehearsals are carried out by is what is recorded here (npm run conformance:rehearsal)', async () => {
  const files = await generatedFiles();
  for (const [name, text] of files) expect(await readFile(join(generatedFolder, name), 'utf8'), name).toBe(text);
  expect([...files.keys()]).toContain('life-cycles.ts');
});
