import type { Evidence, Exchange } from '../profile/exchange.ts';
import type { Profile } from '../profile/profile.ts';
import { exchangeOf } from '../profile/references.ts';
import type { Story } from '../profile/story.ts';
import type { ExchangeResult, ProfileResult, StoryResult } from '../report/report.ts';
import { removeKept } from './in-scene.ts';
import { runExchange } from './run-exchange.ts';
import { runStory } from './run-story.ts';
import type { Session } from './session.ts';

/** Which exchanges and stories are run; empty lists leave the choice free. */
export interface Selection {
  readonly exchanges: readonly string[];
  readonly stories: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** Is called before each exchange and story. */
export type OnProgress = (what: string) => void;

/** The profile with only what is selected. Its stories' exchanges stay in it, but are not run by themselves. */
export function select(profile: Profile, { exchanges, stories, evidence }: Selection): SelectedProfile {
  const isFree = exchanges.length === 0 && stories.length === 0;
  const isEvident = (exchange: Exchange | undefined) =>
    evidence.length === 0 || exchange === undefined || evidence.includes(exchange.evidence);
  return {
    profile,
    exchanges: [...profile.exchanges].filter(([name, each]) => (isFree || exchanges.includes(name)) && isEvident(each)),
    stories: [...profile.stories].filter(
      ([name, { steps }]) =>
        (isFree || stories.includes(name)) &&
        steps.every(step => isEvident(profile.exchanges.get(exchangeOf(step) ?? ''))),
    ),
  };
}

/** A profile, and what of it is to be run. */
export interface SelectedProfile {
  readonly profile: Profile;
  readonly exchanges: readonly (readonly [string, Exchange])[];
  readonly stories: readonly (readonly [string, Story])[];
}

/** Runs a profile's exchanges in their order, then its stories. */
export async function runProfile(
  session: Session,
  selected: SelectedProfile,
  onProgress: OnProgress,
): Promise<ProfileResult> {
  const started = performance.now();
  const { profile } = selected;
  const exchanges: ExchangeResult[] = [];
  const stories: StoryResult[] = [];
  try {
    await runAll(session, selected, onProgress, { exchanges, stories });
  } finally {
    await removeKept(session);
  }
  const { title, identityProvider } = profile.description;
  const verdicts = [...exchanges, ...stories].map(({ verdict }) => verdict);
  return {
    profile: profile.name,
    title,
    identityProvider,
    verdict: verdicts.includes('failed') ? 'failed' : verdictOfWhole(verdicts),
    exchanges,
    stories,
    milliseconds: Math.round(performance.now() - started),
  };
}

interface Ran {
  readonly exchanges: ExchangeResult[];
  readonly stories: StoryResult[];
}

async function runAll(
  session: Session,
  { profile, ...selected }: SelectedProfile,
  onProgress: OnProgress,
  { exchanges, stories }: Ran,
): Promise<void> {
  for (const [name, exchange] of selected.exchanges) {
    onProgress(name);
    const result = await runExchange(session, profile, name, exchange);
    // What an interruption has cut off says nothing about the server.
    if (session.settings.signal.aborted) break;
    exchanges.push(result);
  }
  for (const [name, story] of selected.stories) {
    if (session.settings.signal.aborted) break;
    onProgress(name);
    const result = await runStory(session, profile, name, story);
    if (!session.settings.signal.aborted) stories.push(result);
  }
}

/** A profile is passed when something of it is, and nothing failed. */
function verdictOfWhole(verdicts: readonly ProfileResult['verdict'][]): ProfileResult['verdict'] {
  if (verdicts.includes('passed')) return 'passed';
  return verdicts.includes('not-supported') ? 'not-supported' : 'skipped';
}
