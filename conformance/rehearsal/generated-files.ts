import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadProfile } from '../runner/profile/load-profile.ts';
import type { Json } from '../runner/profile/exchange.ts';
import { isObject } from '../runner/template.ts';
import { toLifeCycle } from './life-cycle.ts';
import { rehearsed } from './parts.ts';

const root = join(import.meta.dirname, '..');

/** Where Postern has what is made here. */
export const generatedFolder = join(root, '..', 'libs', 'rehearsal', 'src', 'generated');

const note = (source: string) =>
  `// Made of conformance/${source} by \`npm run conformance:rehearsal\`: change it there.\n`;

/** What the runner judges by is copied as it is, so that a rehearsal asks for what the suite asks for. */
const copied = {
  'exchange.ts': 'runner/profile/exchange.ts',
  'template.ts': 'runner/template.ts',
  'expectation.ts': 'runner/expectation.ts',
};

/** The files that rehearsals are carried out by, by name. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const [name, source] of Object.entries(copied)) {
    const text = await readFile(join(root, source), 'utf8');
    files.set(name, note(source) + text.replace(/from '\.\/(?:profile\/)?(\w+)\.ts'/g, "from './$1.js'"));
  }
  files.set('life-cycles.ts', await lifeCycles());
  return files;
}

async function lifeCycles(): Promise<string> {
  const texts = await Promise.all(
    Object.entries(rehearsed).map(async ([idpProfile, parts]) => {
      const profile = await loadProfile(join(root, 'profiles'), parts.profile);
      return `  ${JSON.stringify(idpProfile)}: ${toText(toLifeCycle(profile, parts))},\n`;
    }),
  );
  const type = 'Readonly<Record<string, LifeCycle>>';
  return `${note('profiles')}import type { LifeCycle } from '../life-cycle.js';\n\n/** What each identity provider sends in the life of a person. */\nexport const lifeCycles: ${type} = {\n${texts.join('')}};\n`;
}

/** A step has a line of its own. */
function toText(lifeCycle: Json): string {
  if (!isObject(lifeCycle)) throw new Error('A life cycle is an object.');
  const { steps, ...description } = lifeCycle;
  const members = Object.entries(description).map(([name, value]) => `    ${name}: ${JSON.stringify(value)},\n`);
  const lines = (steps as readonly Json[]).map(step => `      ${JSON.stringify(step)},\n`);
  return `{\n${members.join('')}    steps: [\n${lines.join('')}    ],\n  }`;
}
