// Builds the page of apps/setup-assistant into dist/setup-assistant, unless its sources are the same as the last time.
import { createHash } from 'node:crypto';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const SOURCES = 'apps/setup-assistant';
const TARGET = 'dist/setup-assistant';
const STAMP = join(TARGET, '.built');
/** What a browser loads before it shows anything, compressed. */
const MOST_SCRIPT = 200_000;

/** Says what it built, and how large it is. Fails when a first visit loads too much script. */
export async function buildAssistant() {
  const digest = await digestOfSources();
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === digest) return;
  // The bundler takes a second to load, which a start with nothing to build does not wait for.
  const { build } = await import('vite');
  await build({ configFile: join(SOURCES, 'vite.config.ts'), logLevel: 'error' });
  const sizes = await compressAll();
  const first = await firstLoad(sizes);
  process.stdout.write(
    `Setup assistant: ${kilobytes(first)} of script at first, gzip, of at most ${kilobytes(MOST_SCRIPT)}\n`,
  );
  if (first > MOST_SCRIPT)
    throw new Error('The setup assistant loads too much script at first. Load what a page needs with it.');
  await writeFile(STAMP, digest);
}

async function digestOfSources() {
  const files = ['package-lock.json', 'tools/build-assistant.mjs'];
  for await (const entry of glob(`${SOURCES}/**`, { withFileTypes: true })) {
    const path = relative('', join(entry.parentPath, entry.name));
    if (entry.isFile() && !/\.test\.ts$|[\\/]test[\\/]|\.md$/.test(path)) files.push(path);
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  return hash.digest('hex');
}

/** Writes a compressed copy beside each file that is worth it, and answers their sizes. */
async function compressAll() {
  const sizes = new Map();
  for await (const file of glob(`${TARGET}/**/*.{js,css,svg}`)) {
    const compressed = await promisify(gzip)(await readFile(file), { level: 9 });
    await writeFile(`${file}.gz`, compressed);
    sizes.set(relative(TARGET, file).replaceAll('\\', '/'), compressed.length);
  }
  return sizes;
}

/** What the page names: the entry and what is loaded with it. */
async function firstLoad(sizes) {
  const page = await readFile(join(TARGET, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+\.js)"/g)].map(([, name]) => name);
  return scripts.reduce((total, name) => total + sizes.get(name), 0);
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
