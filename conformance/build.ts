// Makes of the runner what npm is to have: it is compiled into dist/, since Node strips no types inside node_modules, and the
// licence is beside it. `--clean` takes that away again.
import { copyFile, glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import typescript from 'typescript';

const LICENCE = ['LICENSE', 'NOTICE'];

const compilerOptions: typescript.CompilerOptions = {
  target: typescript.ScriptTarget.ES2024,
  module: typescript.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

process.chdir(import.meta.dirname);
await clean();
if (!process.argv.includes('--clean')) await build();

async function clean(): Promise<void> {
  for (const made of ['dist', ...LICENCE]) await rm(made, { recursive: true, force: true });
}

async function build(): Promise<void> {
  for (const file of LICENCE) await copyFile(join('..', file), file);
  for await (const source of glob('runner/**/*.ts')) {
    if (source.endsWith('.test.ts') || /[\\/]test[\\/]/.test(source)) continue;
    const { outputText } = typescript.transpileModule(await readFile(source, 'utf8'), { compilerOptions });
    const target = join('dist', source.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }
}
