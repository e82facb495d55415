// Compiles the runner into dist/ for npm: Node strips no types inside node_modules.
import { glob, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import typescript from 'typescript';

const compilerOptions: typescript.CompilerOptions = {
  target: typescript.ScriptTarget.ES2024,
  module: typescript.ModuleKind.ESNext,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

process.chdir(import.meta.dirname);
await rm('dist', { recursive: true, force: true });
for await (const source of glob('runner/**/*.ts')) {
  if (source.endsWith('.test.ts') || /[\\/]test[\\/]/.test(source)) continue;
  const { outputText } = typescript.transpileModule(await readFile(source, 'utf8'), { compilerOptions });
  const target = join('dist', source.replace(/\.ts$/, '.js'));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, outputText);
}
