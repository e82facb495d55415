import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedFiles, generatedFolder } from './generated-files.ts';

await mkdir(generatedFolder, { recursive: true });
for (const [name, text] of await generatedFiles()) await writeFile(join(generatedFolder, name), text);
