import type { HttpAnswer, HttpClient, HttpExchange, HttpRequest } from '../http/client.ts';
import { toSent } from '../http/redact.ts';
import { sendPatiently } from '../http/send-patiently.ts';
import type { Credential, Exchange, ExpectedResponse, Feature, Json } from '../profile/exchange.ts';
import type { ProfileDescription } from '../profile/profile.ts';
import type { Sent } from '../report/report.ts';
import { jsonOf } from '../scene/directory.ts';
import { NOT_OURS } from '../scene/ownership.ts';
import type { Circumstances, Scene } from '../scene/scene.ts';
import { fill, isList, isObject, type Lookup, UnknownTemplate } from '../template.ts';
import { amongOthers, judge } from './judge.ts';
import { withoutOthers } from './residents.ts';
import type { Session } from './session.ts';
import { needsRevokedToken, toRequest } from './to-request.ts';

/** Whose exchanges are sent to whom. */
export interface Sender {
  readonly session: Session;
  readonly description: ProfileDescription;
}

/** How an exchange is sent differently from what its file says. */
export interface Variation extends Circumstances {
  readonly response?: ExpectedResponse | readonly ExpectedResponse[];
  readonly credential?: Credential;
  /** Another way to the same directory. */
  readonly elsewhere?: { readonly baseUrl: string; readonly client: HttpClient };
}

/** One request of an exchange, and what is wrong with the answer. */
export interface Attempt {
  readonly sent?: Sent;
  readonly answer?: HttpAnswer;
  readonly problems: readonly string[];
  /** What comes after can be tried, whatever the body says. */
  readonly isStatusExpected: boolean;
  /** The server says that it does not have what this needs. */
  readonly lacks: readonly Feature[];
  /** Was not tried; `problems` says why. */
  readonly isSkipped?: boolean;
}

/** As much of an exchange as it takes to send it. */
type Sendable = Pick<Exchange, 'needs' | 'request' | 'response' | 'captures'>;

/** Sends an exchange once, looks at the answer, and keeps what the exchange captures. */
export async function sendExchange(
  sender: Sender,
  exchange: Sendable,
  scene: Scene,
  variation: Variation = {},
): Promise<Attempt> {
  const { session } = sender;
  if (needsRevokedToken(exchange.request, variation.credential) && session.target.revokedToken === undefined) {
    return untried('No revoked token is known; give one with --revoked-token.', true);
  }
  const { baseUrl, client } = variation.elsewhere ?? { baseUrl: session.target.baseUrl, client: session.client };
  const lookup = scene.lookup(variation);
  const { ownership } = session.directory;
  try {
    const wire = toRequest(exchange.request, lookup, {
      ...sender,
      target: { ...session.target, baseUrl },
      settings: session.settings,
      ...(variation.credential && { credential: variation.credential }),
    });
    if (ownership.refuses(wire)) return untried(NOT_OURS, false);
    const expected = fillExpected(variation.response ?? exchange.response, lookup);
    const answered = await send(client, wire, expected, session.signal);
    scene.made.note(answered);
    await scene.made.settled();
    session.features.learn(answered.answer);
    capture(exchange, answered.answer, scene, variation);
    return {
      ...look(session, exchange, expected, answered),
      sent: toSent(baseUrl, withoutOthers(answered, ownership)),
    };
  } catch (error) {
    if (error instanceof UnknownTemplate) return untried(`${error.message}: no answer before has told it.`, false);
    throw error;
  }
}

/** A limit is waited for, unless it is what is expected. */
async function send(
  client: HttpClient,
  wire: HttpRequest,
  expected: readonly ExpectedResponse[],
  signal: AbortSignal,
): Promise<HttpExchange> {
  const isHurried = expected.some(({ status }) => status === 429 || status === 503);
  return isHurried ? client.send(wire) : sendPatiently(client, wire, { signal });
}

function look(
  session: Session,
  { request, needs = [] }: Sendable,
  expected: readonly ExpectedResponse[],
  answered: HttpExchange,
): Attempt {
  const isOfAll = request.method === 'GET' && /^\/(?:Users|Groups)?(?:$|\?)(?!.*filter=)/.test(request.path);
  const judgement = judge(isOfAll && !session.isOurs ? expected.map(amongOthers) : expected, answered);
  const lacks = judgement.isStatusExpected ? [] : session.features.deniedBy(needs, request, answered.answer);
  return { ...judgement, lacks, ...(answered.answer && { answer: answered.answer }) };
}

function capture(
  { captures = {} }: Sendable,
  answer: HttpAnswer | undefined,
  scene: Scene,
  { as }: Circumstances,
): void {
  const body = jsonOf(answer);
  for (const [name, path] of Object.entries(captures)) scene.bind(as?.[name] ?? name, at(body, path));
}

function fillExpected(expected: ExpectedResponse | readonly ExpectedResponse[], lookup: Lookup): ExpectedResponse[] {
  return [expected].flat().map(({ headers, body, ...rest }) => ({
    ...rest,
    ...(headers && { headers: fill(headers, lookup) as Readonly<Record<string, Json>> }),
    ...(body !== undefined && { body: fill(body, lookup) }),
  }));
}

/** What stands at a dotted path: `Resources.0`; nothing, for the whole. */
function at(value: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .filter(Boolean)
    .reduce<Json | undefined>((inside, key) => {
      if (isList(inside)) return inside[Number(key)];
      return isObject(inside) && Object.hasOwn(inside, key) ? inside[key] : undefined;
    }, value);
}

function untried(reason: string, isSkipped: boolean): Attempt {
  return { problems: [reason], isStatusExpected: isSkipped, lacks: [], isSkipped };
}
