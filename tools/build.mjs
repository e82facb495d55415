// Compiles apps/ and libs/ into dist/, unless nothing has changed since the last time: `npm start` is to be quick.
// The same compiler and .swcrc as `nest build`, without the second that its command line takes to start.
import { transformFile } from '@swc/core';
import { glob, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { buildAssistant } from './build-assistant.mjs';

const STAMP = 'dist/.built';
const changedAt = async path => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

const sources = [];
let newest = Math.max(
  await changedAt('.swcrc'),
  await changedAt('package-lock.json'),
  await changedAt('tools/build.mjs'),
);
for await (const entry of glob('{apps,libs}/**', { withFileTypes: true })) {
  const path = relative('', join(entry.parentPath, entry.name));
  // The web page is built by itself.
  if (/^apps[\\/]setup-assistant\b/.test(path)) continue;
  // A folder is newer, too, when a file was removed from it.
  newest = Math.max(newest, await changedAt(path));
  if (entry.isFile() && /(?<!\.test)\.ts$/.test(path) && !/[\\/]test[\\/]/.test(path)) sources.push(path);
}

if (newest > (await changedAt(STAMP))) {
  for (const name of await readdir('dist').catch(() => [])) {
    if (name !== 'setup-assistant') await rm(join('dist', name), { recursive: true, force: true });
  }
  await Promise.all(
    sources.map(async source => {
      const { code, map = '' } = await transformFile(source);
      const target = join('dist', source.replace(/\.ts$/, '.js'));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, `${code}\n//# sourceMappingURL=${target.split(/[\\/]/).at(-1)}.map\n`);
      await writeFile(`${target}.map`, map);
    }),
  );
  await writeFile(STAMP, '');
}
await buildAssistant();
