import type { Feature, Given, JsonObject } from '../runner/profile/exchange.ts';
import type { Profile } from '../runner/profile/profile.ts';
import { Session } from '../runner/run/session.ts';
import { CannotRun, type Target } from '../runner/run/target.ts';
import { groupNamesOf } from '../runner/scene/group-names.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Verifier, type VerifierOptions } from '@pact-foundation/pact';
import { asText } from './example-text.ts';
import type { Interaction, Pact } from './pact-format.ts';
import { PactNames } from './pact-names.ts';
import { judge, type Result, type Verified } from './judge.ts';
import { STATES } from './provider-states.ts';
import { requestFilter } from './request-filter.ts';
import { Stage } from './stage.ts';
import { toPact } from './to-pact.ts';

/** What is verified against whom. */
export interface Verification {
  readonly profile: Profile;
  readonly pact: Pact;
  readonly target: Target;
  readonly allowExisting: boolean;
}

/** Verifies all interactions of a pact, but those for which the server lacks something. @throws CannotRun */
export async function verifyPact({ profile, pact, target, allowExisting }: Verification): Promise<Verified[]> {
  const signal = new AbortController().signal;
  const session = await Session.open(target, { allowExisting, doubleSlash: false, signal });
  const stage = new Stage(session, new PactNames(profile.description.externalIds, groupNamesOf(profile)));
  try {
    const sorted = pact.interactions.map(each => [each, whyNot(each, session)] as const);
    const tried = sorted.flatMap(([each, reason]) => (reason === undefined ? [each] : []));
    const results = await resultsOf({ ...pact, interactions: tried }, profile, session, stage);
    return sorted.map(([each, reason]) => {
      if (reason !== undefined) return { description: each.description, advice: [], ...reason };
      return judge(each, results.get(each.key), stage, session);
    });
  } finally {
    session.end();
  }
}

function whyNot(
  { comments, providerStates }: Interaction,
  { features, target }: Session,
): Pick<Verified, 'verdict' | 'problems'> | undefined {
  const lacking = features.lacking((comments.needs ?? []) as Feature[]);
  if (lacking.length > 0) return { verdict: 'not-supported', problems: [`lacks ${lacking.join(', ')}`] };
  const needsRevoked = providerStates.some(({ name }) => name === STATES.revoked);
  if (!needsRevoked || target.revokedToken !== undefined) return undefined;
  return { verdict: 'skipped', problems: ['No revoked token is known; give one with --revoked-token.'] };
}

/** What does not answer as the pact says is asked again, for each of the other answers that will do. */
async function resultsOf(pact: Pact, profile: Profile, session: Session, stage: Stage): Promise<Map<string, Result>> {
  const results = new Map<string, Result>();
  let { interactions } = pact;
  for (let choice = 0; interactions.length > 0;) {
    for (const result of await runVerifier({ ...pact, interactions }, session, stage)) {
      const { interactionKey: key } = result;
      if (!results.has(key) || result.result === 'OK') results.set(key, result);
    }
    choice += 1;
    interactions = toPact(profile, choice).interactions.filter(({ key }) => results.get(key)?.result === 'Error');
  }
  return results;
}

async function runVerifier(pact: Pact, session: Session, stage: Stage): Promise<readonly Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-pact-'));
  try {
    const file = join(folder, 'pact.json');
    await writeFile(file, JSON.stringify({ ...pact, interactions: pact.interactions.map(withOwnName) }));
    const verifier = new Verifier(verifierOptions(file, session, stage));
    const written = await verifier.verifyProvider().catch((error: unknown) => error);
    await stage.clear();
    return resultsIn(written);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the verifier has found comes as JSON, in an error when something was not as agreed. */
function resultsIn(written: unknown): readonly Result[] {
  const text = written instanceof Error ? written.message : String(written);
  try {
    return (JSON.parse(text) as { readonly interactionResults: readonly Result[] }).interactionResults;
  } catch (error) {
    throw new CannotRun(`Pact's verifier could not work: ${text}`, { cause: error });
  }
}

/** State handlers are not told which interaction they are for. */
function withOwnName(interaction: Interaction): Interaction {
  const { key, providerStates } = interaction;
  return {
    ...interaction,
    providerStates: providerStates.map(({ name, params }) => ({ name, params: { ...params, interaction: key } })),
  };
}

function verifierOptions(file: string, { target }: Session, stage: Stage): VerifierOptions {
  return {
    provider: 'scim',
    providerBaseUrl: target.baseUrl,
    pactUrls: [file],
    logLevel: 'error',
    changeOrigin: true,
    timeout: 60_000,
    stateHandlers: stateHandlers(stage),
    requestFilter: requestFilter(target, stage),
  };
}

function stateHandlers(stage: Stage): NonNullable<VerifierOptions['stateHandlers']> {
  const teardown = async () => stage.clear();
  const give = { setup: async (params: unknown) => stage.give(...read(params)), teardown };
  const giveNone = {
    setup: async (params: unknown) => {
      const [interaction, given] = read(params);
      const { user, group } = given as { readonly user?: string; readonly group?: string };
      const name = user ?? group;
      return name === undefined
        ? stage.giveNothing(interaction)
        : stage.giveNone(interaction, name, group !== undefined);
    },
    teardown,
  };
  const { nobody, noGroup, revoked, nothing, ...given } = STATES;
  return Object.fromEntries([
    ...Object.values(given).map(name => [name, give] as const),
    ...[nobody, noGroup, revoked, nothing].map(name => [name, giveNone] as const),
  ]);
}

function read(params: unknown): [string, Given] {
  const { interaction, ...given } = params as JsonObject;
  return [asText(interaction), given as unknown as Given];
}
