import { UsageError } from '../runner/options.ts';
import type { Profile } from '../runner/profile/profile.ts';
import type { SelectedProfile } from '../runner/run/run-profile.ts';
import type { Fault } from './fault.ts';
import type { Job } from './lanes.ts';

/** So many exchanges from all over a profile are run besides those that must fail, and show that not everything does. */
const WITNESSES = 24;

/** What is run: of the profiles that must catch a fault what must, and witnesses. */
export function jobsFor(faults: readonly Fault[], profiles: readonly Profile[], isAll: boolean): Job[] {
  mustBeThere(faults, profiles);
  return faults.flatMap(fault =>
    profiles.flatMap(profile => {
      const catches = fault.caughtBy.filter(each => each.profile === profile.name);
      if (isAll) return [{ fault, selected: whole(profile) }];
      if (catches.length === 0) return [];
      const exchanges = catches.flatMap(({ story, step }) => (story === undefined ? step : []));
      return [{ fault, selected: choose(profile, exchanges, new Set(catches.map(({ story }) => story))) }];
    }),
  );
}

/** What nothing can catch would not even be run. */
function mustBeThere(faults: readonly Fault[], profiles: readonly Profile[]): void {
  for (const { name, caughtBy } of faults) {
    if (caughtBy.length === 0) throw new UsageError(`${name}: nothing is said to catch it.`);
    const unknown = caughtBy.find(each => !profiles.some(profile => profile.name === each.profile));
    if (unknown) throw new UsageError(`${name}: there is no profile "${unknown.profile}".`);
  }
}

/** Everything that any of the jobs runs, once for each profile. */
export function unionOf(jobs: readonly Job[]): SelectedProfile[] {
  const profiles = new Set(jobs.map(({ selected }) => selected.profile));
  return [...profiles].map(profile => {
    const ofProfile = jobs.filter(({ selected }) => selected.profile === profile);
    const exchanges = ofProfile.flatMap(({ selected }) => selected.exchanges.map(([name]) => name));
    const stories = ofProfile.flatMap(({ selected }) => selected.stories.map(([name]) => name));
    return choose(profile, exchanges, new Set(stories));
  });
}

function whole(profile: Profile): SelectedProfile {
  return { profile, exchanges: [...profile.exchanges], stories: [...profile.stories] };
}

function choose(
  profile: Profile,
  exchanges: readonly string[],
  stories: ReadonlySet<string | undefined>,
): SelectedProfile {
  const every = Math.ceil(profile.exchanges.size / WITNESSES);
  return {
    profile,
    exchanges: [...profile.exchanges].filter(([name], index) => index % every === 0 || exchanges.includes(name)),
    stories: [...profile.stories].filter(([name]) => stories.has(name)),
  };
}
