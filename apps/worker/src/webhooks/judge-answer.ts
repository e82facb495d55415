/** What came of an attempt: an answer, or why there was none. */
export interface WebhookAnswer {
  /** Null when there was no answer. */
  readonly status: number | null;
  /** Why it counts as failed, in words; null when it does not. */
  readonly failure: string | null;
  /** `Retry-After` as it was sent; empty when there was none. */
  readonly retryAfter: string;
}

/** What follows from an attempt. */
export type Verdict =
  | { readonly state: 'delivered' }
  | { readonly state: 'pending'; readonly nextAttemptAt: Date }
  /** It is given up; `isGone` says that the endpoint wants nothing more. */
  | { readonly state: 'dead'; readonly isGone: boolean };

/** When the attempt was made, and how those before it went. */
export interface AttemptContext {
  /** How many there were before. */
  readonly attempts: number;
  readonly now: Date;
  /** From 0 to 1. */
  readonly random: number;
  readonly delaysMs: readonly number[];
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Ten attempts in about a day: a receiver that restarts is missed for seconds, one that is down over night loses nothing. */
const DELAYS_SECONDS = [5, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR];
/** How long an endpoint waits after each attempt that failed, about; after the last one it is given up. */
export const retryDelaysMs: readonly number[] = DELAYS_SECONDS.map(seconds => seconds * 1000);

const GONE = 410;
/** Those that say when to come back (RFC 6585 §4, RFC 9110 §15.6.4). */
const SAY_WHEN: readonly (number | null)[] = [429, 503];
/** Nobody puts us off for longer. */
const MAX_PUT_OFF_MS = 12 * HOUR * 1000;
/** Endpoints that fail together do not come back together. */
const JITTER = 0.4;

/** Decides what follows from an answer. Pure. */
export function judgeAnswer({ status, failure, retryAfter }: WebhookAnswer, context: AttemptContext): Verdict {
  if (failure === null) return { state: 'delivered' };
  const delay = context.delaysMs[context.attempts];
  if (status === GONE || delay === undefined) return { state: 'dead', isGone: status === GONE };
  const jittered = delay * (1 - JITTER / 2 + JITTER * context.random);
  const putOff = SAY_WHEN.includes(status) ? putOffMs(retryAfter, context.now) : 0;
  return { state: 'pending', nextAttemptAt: new Date(context.now.getTime() + Math.max(jittered, putOff)) };
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function putOffMs(retryAfter: string, now: Date): number {
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - now.getTime();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), MAX_PUT_OFF_MS) : 0;
}

const DAY_MS = 24 * HOUR * 1000;
const GIVEN_UP_AFTER_MS = 5 * DAY_MS;
/** One event that failed twice within a week says nothing yet. */
const GIVEN_UP_AFTER_FAILURES = 10;

/** Whether an endpoint has failed for so long, without anything delivered in between, that nobody seems to look after it. Pure. */
export function isGivenUp(
  { failures, failing_since }: { readonly failures: number; readonly failing_since?: string | null },
  now: Date,
): boolean {
  if (failing_since === null || failing_since === undefined) return false;
  return failures >= GIVEN_UP_AFTER_FAILURES && now.getTime() - Date.parse(failing_since) >= GIVEN_UP_AFTER_MS;
}

/** Once is nothing, and an endpoint that restarts fails a few times. */
const FAILING_AFTER = 5;

/** Whether an endpoint fails again and again, so that what waits for it had better wait in one lane. Pure. */
export function isFailing({ failures }: { readonly failures: number }): boolean {
  return failures >= FAILING_AFTER;
}
