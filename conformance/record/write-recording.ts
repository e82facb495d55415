import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exchange } from '../runner/profile/exchange.ts';
import type { ProfileDescription } from '../runner/profile/profile.ts';
import { BrokenProfile, loadProfile } from '../runner/profile/load-profile.ts';
import type { Captured } from './captured.ts';
import { usedStandIns } from './disguise.ts';
import { findLeaks, type Written, writtenIn } from './find-leaks.ts';
import type { ProfileHeaders } from './recorded-headers.ts';
import { toExchanges } from './to-exchanges.ts';

/** What was recorded cannot be written. The message holds nothing of it. */
export class CannotWrite extends Error {
  override readonly name = 'CannotWrite';
}

/** Where the exchanges go. */
export interface Destination {
  /** Of profiles: the files are in a folder in it. */
  readonly folder: string;
  /** The profile's name. */
  readonly profile: string;
}

/** Writes what was captured as a profile. @returns what is to be told. @throws CannotWrite */
export async function writeRecording(
  traffic: readonly Captured[],
  { folder, profile }: Destination,
): Promise<string[]> {
  const { exchanges, headers, notes } = toExchanges(traffic);
  if (exchanges.size === 0) throw new CannotWrite([...notes, 'There is nothing to write.'].join('\n'));
  const description = describe(profile, headers);
  const leaks = findLeaks(traffic, toSearch(description, exchanges), usedStandIns);
  if (leaks.length > 0) throw new CannotWrite(tellLeaks(leaks));
  const path = join(folder, profile);
  const present = await readdir(path).catch(() => []);
  if (present.length > 0) throw new CannotWrite(`${path} is not empty; choose another --out or --profile.`);
  await mkdir(path, { recursive: true });
  const files = [['profile', description] as const, ...exchanges];
  for (const [name, content] of files) {
    await writeFile(join(path, `${name}.json`), `${JSON.stringify(content, undefined, 2)}\n`);
  }
  await mustLoad(folder, profile);
  return [
    ...notes,
    `${exchanges.size} exchanges in ${path}. Read them before you pass them on, and write what is "To be written".`,
  ];
}

function describe(profile: string, headers: ProfileHeaders): ProfileDescription {
  return {
    title: `Recorded: ${profile}`,
    identityProvider: profile,
    ...headers,
    externalIds: { user: '????????????????????', group: '????????????????????' },
  };
}

/** A profile's name may be that of a well-known product, as headers may. */
function toSearch(description: ProfileDescription, exchanges: ReadonlyMap<string, Exchange>): Map<string, Written> {
  const { identityProvider, headers, bodyHeaders } = description;
  const values = [identityProvider, ...Object.values(headers), ...Object.values(bodyHeaders)];
  const files = [...exchanges].map(([name, exchange]) => [name, writtenIn(exchange)] as const);
  return new Map([['profile', { headers: values, content: [] }], ...files]);
}

function tellLeaks(leaks: readonly string[]): string {
  const more = leaks.length > 5 ? `, and ${leaks.length - 5} more` : '';
  const hint = leaks.some(leak => leak.endsWith(' profile.json')) ? ' Another --profile may help.' : '';
  return `Nothing was written, for original texts were left: ${leaks.slice(0, 5).join('; ')}${more}.${hint}`;
}

async function mustLoad(folder: string, profile: string): Promise<void> {
  try {
    await loadProfile(folder, profile);
  } catch (error) {
    if (!(error instanceof BrokenProfile)) throw error;
    throw new CannotWrite(`The profile was written, and needs work:\n${error.message}`, { cause: error });
  }
}
