import { UsageError } from './options.ts';
import { BrokenProfile, listProfiles, loadProfile } from './profile/load-profile.ts';
import type { Profile } from './profile/profile.ts';
import { select, type SelectedProfile, type Selection } from './run/run-profile.ts';

/**
 * Loads the profiles that are asked for, and of them what is asked for.
 * @param folder where the profiles are
 * @throws BrokenProfile with what is wrong with any of them; UsageError when nothing is left
 */
export async function selectProfiles(
  folder: string,
  selection: Selection & { readonly profiles: readonly string[] },
): Promise<SelectedProfile[]> {
  const names = selection.profiles.length > 0 ? selection.profiles : await listProfiles(folder);
  const problems: string[] = [];
  const profiles: Profile[] = [];
  for (const name of new Set(names)) {
    try {
      profiles.push(await loadProfile(folder, name));
    } catch (error) {
      if (!(error instanceof BrokenProfile)) throw error;
      problems.push(...error.problems);
    }
  }
  // What is wrong with a profile shows again in those that extend it.
  if (problems.length > 0) throw new BrokenProfile([...new Set(problems)]);
  mustExist('exchange', selection.exchanges, profiles);
  mustExist('story', selection.stories, profiles);
  const selected = profiles
    .map(profile => select(profile, selection))
    .filter(({ exchanges, stories }) => exchanges.length + stories.length > 0);
  if (selected.length === 0) throw new UsageError('Nothing is selected. See --list.');
  return selected;
}

function mustExist(what: 'exchange' | 'story', names: readonly string[], profiles: readonly Profile[]): void {
  const known = profiles.flatMap(({ exchanges, stories }) => [...(what === 'exchange' ? exchanges : stories).keys()]);
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) throw new UsageError(`There is no ${what} "${unknown}" in these profiles. See --list.`);
}
