import { existsSync } from 'node:fs';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Options, UsageError } from '../options.ts';
import { toHtml } from './html.ts';
import { toJunit } from './junit.ts';
import type { Report } from './report.ts';

type Files = Pick<Options, 'jsonFile' | 'junitFile' | 'htmlFile'>;

const options = { '--json': 'jsonFile', '--junit': 'junitFile', '--html': 'htmlFile' } as const;

/** Makes the folders of the reports, and looks whether each can be written: before a run, and not after it. @throws UsageError */
export async function prepareReports(files: Files): Promise<void> {
  for (const [option, key] of Object.entries(options)) {
    const file = files[key];
    if (file === undefined) continue;
    try {
      await tryToWrite(file);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UsageError(`${option}: ${file} cannot be written (${reason}). Name another file.`, { cause: error });
    }
  }
}

/** Writes the reports that are asked for. */
export async function writeReports({ jsonFile, junitFile, htmlFile }: Files, report: Report): Promise<void> {
  if (jsonFile !== undefined) await writeFile(jsonFile, `${JSON.stringify(report, null, 1)}\n`);
  if (junitFile !== undefined) await writeFile(junitFile, toJunit(report));
  if (htmlFile !== undefined) await writeFile(htmlFile, toHtml(report));
}

async function tryToWrite(file: string): Promise<void> {
  await makeFolder(dirname(file));
  const isNew = !existsSync(file);
  // What is in it stays, should the run come to nothing.
  await (await open(file, 'a')).close();
  if (isNew) await rm(file);
}

/** One folder after the other: Node's own `recursive` never comes to an end where a folder cannot be made, as below /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder);
}
