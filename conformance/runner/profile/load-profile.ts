import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Exchange } from './exchange.ts';
import { exchangeFile, profileFile, storyFile } from './file-shapes.ts';
import type { Profile, ProfileDescription } from './profile.ts';
import { findExchangeProblems, findStoryProblems } from './references.ts';
import type { Shape } from './shape.ts';
import type { Story } from './story.ts';

/** A profile's files cannot be used; the message says for each which it is and what is wrong. */
export class BrokenProfile extends Error {
  override readonly name = 'BrokenProfile';

  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const FILE_NAME = /^\d{2}[a-z]?-[a-z0-9-]+\.json$/;

/** The names of the profiles in a folder. @throws BrokenProfile when there is no such folder */
export async function listProfiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new BrokenProfile([`There are no profiles in ${folder}: it is no folder that can be read (${error.code}).`]);
  });
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .toSorted();
}

/** Reads a profile, with what it takes over from another. @throws BrokenProfile */
export async function loadProfile(folder: string, name: string): Promise<Profile> {
  const problems: string[] = [];
  const profile = await load({ folder, problems }, name, []);
  if (!profile || problems.length > 0) throw new BrokenProfile(problems);
  for (const [story, content] of profile.stories) {
    const file = join(name, 'stories', `${story}.json`);
    problems.push(...findStoryProblems(content, profile).map(problem => `${file}: ${problem}`));
  }
  if (profile.exchanges.size === 0) problems.push(`${name}: there are no exchanges`);
  if (problems.length > 0) throw new BrokenProfile(problems);
  return profile;
}

interface Reading {
  readonly folder: string;
  readonly problems: string[];
}

async function load(reading: Reading, name: string, extending: readonly string[]): Promise<Profile | undefined> {
  const { folder, problems } = reading;
  if (extending.includes(name)) {
    problems.push(`${join(name, 'profile.json')}: extends itself: ${[...extending, name].join(', ')}`);
    return undefined;
  }
  if (!(await listProfiles(folder)).includes(name)) {
    problems.push(`There is no profile "${name}"`);
    return undefined;
  }
  const read = async <T>(path: string, shape: Shape) => readChecked<T>(reading, join(folder, name, path), shape);
  const own = await read<Partial<ProfileDescription>>('profile.json', profileFile);
  const base = own?.extends && (await load(reading, own.extends, [...extending, name]));
  const exchanges = await readFolder<Exchange>(reading, join(folder, name), exchangeFile);
  for (const [file, exchange] of exchanges) {
    problems.push(...findExchangeProblems(exchange).map(problem => `${join(name, `${file}.json`)}: ${problem}`));
  }
  const stories = await readFolder<Story>(reading, join(folder, name, 'stories'), storyFile);
  if (!own) return undefined;
  const description = { ...(base && inherited(base.description)), ...own } as ProfileDescription;
  if (!base) return { name, description, exchanges: ordered(exchanges), stories: ordered(stories) };
  const { without = [] } = description;
  problems.push(
    ...findUnknown(without, base).map(each => `${join(name, 'profile.json')}: without: ${each} is not there`),
  );
  return {
    name,
    description,
    exchanges: ordered(
      [...base.exchanges].filter(([file]) => !without.includes(file)),
      exchanges,
    ),
    stories: ordered(
      [...base.stories].filter(([file]) => !without.includes(`stories/${file}`)),
      stories,
    ),
  };
}

/** What a profile takes over from the one it extends, unless it says it itself. */
function inherited({ identityProvider, headers, bodyHeaders, externalIds }: ProfileDescription) {
  return { identityProvider, headers, bodyHeaders, externalIds };
}

async function readFolder<T>(reading: Reading, path: string, shape: Shape): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const { name } of entries) {
    if (basename(path) !== 'stories' && ['profile.json', 'stories', 'README.md'].includes(name)) continue;
    const file = join(path, name);
    if (!FILE_NAME.test(name)) {
      reading.problems.push(`${relative(reading.folder, file)}: must be called like 07-read-user.json`);
      continue;
    }
    const content = await readChecked<T>(reading, file, shape);
    if (content) found.set(basename(name, '.json'), content);
  }
  return found;
}

async function readChecked<T>({ folder, problems }: Reading, path: string, shape: Shape): Promise<T | undefined> {
  const file = relative(folder, path);
  try {
    const content: unknown = JSON.parse(await readFile(path, 'utf8'));
    const found = shape(content, '');
    problems.push(...found.map(problem => `${file}: ${problem}`));
    return found.length === 0 ? (content as T) : undefined;
  } catch (error) {
    const reason = error instanceof SyntaxError ? `is not JSON: ${error.message}` : 'cannot be read';
    problems.push(`${file}: ${reason}`);
    return undefined;
  }
}

function findUnknown(without: readonly string[], { exchanges, stories }: Profile): string[] {
  return without.filter(each => !exchanges.has(each) && !stories.has(each.replace(/^stories\//, '')));
}

/** By the names of the files; of two with one name the last counts. */
function ordered<T>(...entries: readonly Iterable<readonly [string, T]>[]): Map<string, T> {
  const all = new Map(entries.flatMap(each => [...each]));
  return new Map([...all].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
