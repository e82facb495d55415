import type { Exchange } from '../profile/exchange.ts';
import type { Step, Story } from '../profile/story.ts';
import type { ProfileResult, StoryResult } from '../report/report.ts';
import { runProfile, select } from '../run/run-profile.ts';
import { type RunSettings, Session } from '../run/session.ts';
import type { FakeScimServer, Faults } from './fake-scim-server.ts';
import { aProfile, aStory, createExchange, findExchange, listExchange } from './profiles.ts';

/** What is run, and against what. */
export interface Run {
  readonly exchanges?: Readonly<Record<string, Exchange>>;
  readonly stories?: Readonly<Record<string, Story>>;
  readonly faults?: Faults;
  readonly settings?: Partial<RunSettings>;
  readonly revokedToken?: string;
  /** Stories; with any, no exchange is run by itself. */
  readonly only?: readonly string[];
}

/** Runs a profile against a fake server. Faults begin when the session is open, but for what the session asks about. */
export async function run(
  server: FakeScimServer,
  { exchanges = {}, stories = {}, faults = {}, settings, revokedToken, only = [] }: Run,
): Promise<ProfileResult> {
  const { baseUrl, token } = server;
  if (faults.withoutGroups ?? faults.withoutPatch ?? faults.withoutConfig) server.faults = faults;
  const session = await Session.open(
    { name: 'fake', baseUrl, token, ...(revokedToken !== undefined && { revokedToken }) },
    { doubleSlash: false, allowExisting: false, signal: new AbortController().signal, ...settings },
  );
  server.faults = faults;
  server.received.length = 0;
  const selected = select(aProfile(exchanges, stories), { exchanges: [], evidence: [], stories: only });
  const result = await runProfile(session, selected, () => {});
  session.end();
  return result;
}

/** Runs one story of the exchanges "create", "find" and "list". */
export async function runStory(
  server: FakeScimServer,
  steps: readonly Step[],
  given: Partial<Story> = {},
  faults: Faults = {},
): Promise<StoryResult> {
  const exchanges = { create: createExchange, find: findExchange, list: listExchange };
  const stories = { '01-story': aStory(steps, given) };
  const [story] = (await run(server, { exchanges, stories, faults, only: ['01-story'] })).stories;
  if (!story) throw new Error('There is no story.');
  return story;
}

/** The verdicts of a profile's exchanges. */
export function verdictsOf({ exchanges }: ProfileResult): string[] {
  return exchanges.map(({ verdict }) => verdict);
}

/** Everything that is wrong, wherever. */
export function problemsOf({ exchanges, stories }: ProfileResult): string[] {
  const steps = stories.flatMap(story => story.steps);
  return [...exchanges, ...stories, ...steps].flatMap(({ problems }) => problems);
}
