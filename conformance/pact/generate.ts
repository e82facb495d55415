import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BrokenProfile, listProfiles, loadProfile } from '../runner/profile/load-profile.ts';
import { toPact } from './to-pact.ts';

const PROFILES = join(import.meta.dirname, '../profiles');
const PACTS = join(import.meta.dirname, '../pacts');

const HELP = `Writes the exchanges of every profile as contracts: conformance/pacts/<profile>-scim.json (Pact specification 4).

  npm run conformance:pacts

Exit code: 0 written, 2 a profile is broken.
`;

/** The files of all pacts by their names. The same profiles give the same files, byte by byte. @throws BrokenProfile */
export async function generatePacts(profiles = PROFILES): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of await listProfiles(profiles)) {
    files.set(`${name}-scim.json`, `${JSON.stringify(toPact(await loadProfile(profiles, name)), undefined, 2)}\n`);
  }
  return files;
}

async function writePacts(): Promise<void> {
  const files = await generatePacts();
  await mkdir(PACTS, { recursive: true });
  const old = (await readdir(PACTS)).filter(file => file.endsWith('-scim.json') && !files.has(file));
  await Promise.all(old.map(async file => rm(join(PACTS, file))));
  for (const [file, text] of files) await writeFile(join(PACTS, file), text);
  console.log(`${files.size} pacts in conformance/pacts.`);
}

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  if (argv.length > 0) {
    console.error('There is nothing to choose. See --help.');
    return 2;
  }
  try {
    await writePacts();
    return 0;
  } catch (error) {
    if (!(error instanceof BrokenProfile)) throw error;
    console.error(error.message);
    return 2;
  }
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
