import { HttpClient } from '../http/client.ts';
import type { Exchange } from '../profile/exchange.ts';
import type { Profile } from '../profile/profile.ts';
import { exchangeOf } from '../profile/references.ts';
import type { CheckStep, ExchangeStep, FloodStep, ParallelStep, Step } from '../profile/story.ts';
import type { ExchangeResult } from '../report/report.ts';
import type { Scene } from '../scene/scene.ts';
import { toResult, type Told } from './result.ts';
import { runImport } from './run-import.ts';
import { type Attempt, sendExchange } from './send-exchange.ts';
import type { Session } from './session.ts';

/** Where a step takes place. */
export interface StepPlace {
  readonly session: Session;
  readonly profile: Profile;
  readonly scene: Scene;
  readonly told: Told;
}

interface StepOutcome {
  readonly result: ExchangeResult;
  /** The steps after it make no sense. */
  readonly isEnd: boolean;
}

/** Runs one step of a story. */
export async function runStep(place: StepPlace, step: Step): Promise<StepOutcome> {
  const attempts = await attempt(place, step);
  const result = toResult(place.told, attempts);
  const isEnd = attempts.some(({ problems, isStatusExpected }) => problems.length > 0 && !isStatusExpected);
  if ('flood' in step && result.verdict === 'passed' && !attempts.some(({ answer }) => answer?.status === 429)) {
    const note = `Note: none of ${step.requests} requests at once was answered 429: there is no limit, or it is higher.`;
    return { result: { ...result, problems: [note] }, isEnd };
  }
  return { result, isEnd };
}

async function attempt(place: StepPlace, step: Step): Promise<readonly Attempt[]> {
  if ('check' in step) return [await sendExchange(senderOf(place), toExchange(step), place.scene)];
  const exchange = place.profile.exchanges.get(exchangeOf(step) ?? '');
  if (!exchange) throw new Error(`There is no exchange ${exchangeOf(step)}`);
  if ('parallel' in step) return sendInParallel(place, exchange, step);
  if ('import' in step) return runImport(place, exchange, step);
  return 'flood' in step ? flood(place, exchange, step) : sendRepeatedly(place, exchange, step);
}

/** A plain read is sent as the identity provider would send it. */
function toExchange({ path, response }: CheckStep): Pick<Exchange, 'request' | 'response'> {
  return { request: { method: 'GET', path }, response };
}

async function sendRepeatedly(place: StepPlace, exchange: Exchange, step: ExchangeStep): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (let time = 0; time < (step.times ?? 1) && !place.session.signal.aborted; time++) {
    attempts.push(await sendExchange(senderOf(place), exchange, place.scene, step));
  }
  return attempts;
}

async function sendInParallel(place: StepPlace, exchange: Exchange, step: ParallelStep): Promise<Attempt[]> {
  const { crowd, name, response } = step;
  const { target, signal, watch } = place.session;
  const client = new HttpClient(target.baseUrl, Infinity, signal, watch);
  const elsewhere = { baseUrl: target.baseUrl, client };
  try {
    return await Promise.all(
      place.scene.crowd(crowd).map(async member =>
        sendExchange(senderOf(place), exchange, place.scene, {
          as: { [name]: member },
          elsewhere,
          ...(response && { response }),
        }),
      ),
    );
  } finally {
    client.close();
  }
}

async function flood(place: StepPlace, exchange: Exchange, { requests }: FloodStep): Promise<Attempt[]> {
  const { target, signal } = place.session;
  const baseUrl = target.floodBaseUrl ?? target.baseUrl;
  // Connections of its own, so that a server that closes them disturbs nothing else.
  const client = new HttpClient(baseUrl, requests, signal);
  const refused = {
    status: 429,
    headers: { 'Retry-After': { $regex: '^[0-9]+$' } },
    body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '429' },
  };
  const response = [exchange.response, refused].flat();
  try {
    return await Promise.all(
      Array.from({ length: requests }, async () =>
        sendExchange(senderOf(place), exchange, place.scene, { response, elsewhere: { baseUrl, client } }),
      ),
    );
  } finally {
    client.close();
  }
}

function senderOf({ session, profile }: StepPlace) {
  return { session, description: profile.description };
}
