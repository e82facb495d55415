import { Cast } from './cast.js';
import type { ExpectedResponse, Json } from './generated/exchange.js';
import { fill, fillText, isList, isObject, type Lookup, UnknownTemplate } from './generated/template.js';
import { type Judgement, jsonOf, judgeAnswer } from './judge-answer.js';
import type { LifeCycle, LifeCycleStep } from './life-cycle.js';

/** A request as it goes over the wire, without what proves who sends it. */
export interface RehearsalRequest {
  readonly method: LifeCycleStep['request']['method'];
  /** Behind the base URL, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What was answered; names of headers are in lower case. */
export interface RehearsalAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of a step. */
export interface StepOutcome extends Pick<LifeCycleStep, 'name' | 'title' | 'when'> {
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** Null when the step was not tried. */
  readonly request: RehearsalRequest | null;
  readonly answer: RehearsalAnswer | null;
  readonly durationMs: number;
  readonly problems: readonly string[];
  /** What administrators would see at the identity provider; null when it passed. */
  readonly whenWrong: string | null;
}

/** How requests get to the service. */
export interface RehearsalStage {
  readonly baseUrl: string;
  /** What it throws is why there is no answer. */
  readonly send: (request: RehearsalRequest) => Promise<RehearsalAnswer>;
}

/** The steps that concern a connection: those of groups only where they are provisioned. */
export function stepsOf(
  { steps }: LifeCycle,
  { withGroups }: { readonly withGroups: boolean },
): readonly LifeCycleStep[] {
  return steps.filter(({ isOfGroups }) => withGroups || !isOfGroups);
}

/** Plays an identity provider, step by step. After a step that was not answered as it must be, the rest makes no sense. */
export async function* rehearse(
  lifeCycle: LifeCycle,
  steps: readonly LifeCycleStep[],
  stage: RehearsalStage,
): AsyncGenerator<StepOutcome> {
  const cast = new Cast(lifeCycle, stage.baseUrl);
  let isOver = false;
  for (const step of steps) {
    const { outcome, goesOn }: Played = isOver ? skipped(step) : await play(lifeCycle, step, cast, stage);
    isOver ||= !goesOn;
    yield outcome;
  }
}

interface Played {
  readonly outcome: StepOutcome;
  readonly goesOn: boolean;
}

function skipped({ name, title, when }: LifeCycleStep): Played {
  const untried = {
    verdict: 'skipped',
    request: null,
    answer: null,
    durationMs: 0,
    problems: [],
    whenWrong: null,
  } as const;
  return { outcome: { name, title, when, ...untried }, goesOn: false };
}

async function play(lifeCycle: LifeCycle, step: LifeCycleStep, cast: Cast, stage: RehearsalStage): Promise<Played> {
  const started = performance.now();
  const lookup = cast.lookup(step.as);
  let request: RehearsalRequest | null = null;
  let answer: RehearsalAnswer | null = null;
  let judgement: Judgement;
  try {
    request = toRequest(lifeCycle, step, lookup);
    const expected = [step.response].flat().map(each => filled(each, lookup));
    answer = await stage.send(request);
    judgement = judgeAnswer(expected, answer);
    capture(step, answer, cast);
  } catch (error) {
    judgement = { problems: [reasonOf(error)], isStatusExpected: false };
  }
  const { problems, isStatusExpected } = judgement;
  const { name, title, when, whenWrong } = step;
  const isPassed = problems.length === 0;
  const outcome = {
    name,
    title,
    when,
    verdict: isPassed ? 'passed' : 'failed',
    request,
    answer,
    durationMs: Math.round(performance.now() - started),
    problems,
    whenWrong: isPassed ? null : whenWrong,
  } as const;
  return { outcome, goesOn: isStatusExpected };
}

function toRequest(lifeCycle: LifeCycle, { request }: LifeCycleStep, lookup: Lookup): RehearsalRequest {
  const body = request.body === undefined ? null : JSON.stringify(fill(request.body, lookup));
  const own = Object.entries(request.headers ?? {}).filter((entry): entry is [string, string] => entry[1] !== null);
  return {
    method: request.method,
    path: fillText(request.path, lookup),
    headers: { ...lifeCycle.headers, ...(body !== null && lifeCycle.bodyHeaders), ...Object.fromEntries(own) },
    body,
  };
}

function filled({ headers, body, ...rest }: ExpectedResponse, lookup: Lookup): ExpectedResponse {
  return {
    ...rest,
    ...(headers && { headers: fill(headers, lookup) as Readonly<Record<string, Json>> }),
    ...(body !== undefined && { body: fill(body, lookup) }),
  };
}

function capture({ captures = {}, as = {} }: LifeCycleStep, answer: RehearsalAnswer, cast: Cast): void {
  const body = jsonOf(answer);
  for (const [name, path] of Object.entries(captures)) cast.bind(as[name] ?? name, at(body, path));
}

/** What stands at a dotted path: `Resources.0`; nothing, for the whole. */
function at(value: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .filter(Boolean)
    .reduce<Json | undefined>((inside, key) => {
      if (isList(inside)) return inside[Number(key)];
      return isObject(inside) ? inside[key] : undefined;
    }, value);
}

function reasonOf(error: unknown): string {
  if (error instanceof UnknownTemplate) return 'It could not be sent: no answer before has told what it needs.';
  return `There is no answer. ${error instanceof Error ? error.message : String(error)}`;
}
