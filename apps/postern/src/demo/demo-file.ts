import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What it takes to try the demo enterprise; the one place where the demo's secrets are kept. */
export interface Demo {
  readonly publicUrl: string;
  readonly scimBaseUrl: string;
  readonly scimToken: string;
  readonly adminBaseUrl: string;
  readonly adminApiKey: string;
  readonly enterpriseId: string;
  readonly connectionId: string;
  /** Opens the setup assistant, with a connection that is still to be set up. */
  readonly assistantUrl: string;
}

/** Reads `demo.json`; what is missing or unreadable is made anew by the caller. */
export async function readDemoFile(dataDirectory: string): Promise<Partial<Demo>> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(dataDirectory, 'demo.json'), 'utf8'));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** Writes `demo.json`, whole or not at all, readable by its owner only. */
export async function writeDemoFile(dataDirectory: string, demo: Demo): Promise<void> {
  await mkdir(dataDirectory, { recursive: true });
  const file = join(dataDirectory, 'demo.json');
  await writeFile(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
