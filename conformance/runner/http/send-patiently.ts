import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpAnswer, HttpClient, HttpExchange, HttpRequest } from './client.ts';

/** After that it is no longer about too many requests. */
const TIMES = 10;
const MOST_SECONDS = 60;
/** Whoever has interrupted a run waits for clearing up. */
const MOST_SECONDS_IN_A_HURRY = 3;

/** What ends waiting, or makes it short. */
export interface WaitingSignals {
  /** There is nothing to wait for any more. */
  readonly signal?: AbortSignal;
  /** From now on waits are short. */
  readonly hurry?: AbortSignal;
}

/**
 * Sends a request, and again where it is answered 429 with the seconds to wait, as identity providers do; and 503, which RFC
 * 9110 §15.6.4 lets a server say in the same way.
 */
export async function sendPatiently(
  client: HttpClient,
  request: HttpRequest,
  { signal, hurry }: WaitingSignals = {},
): Promise<HttpExchange> {
  for (let time = 1; ; time++) {
    const exchange = await client.send(request);
    const seconds = exchange.answer && secondsToWait(exchange.answer);
    if (seconds === undefined || time === TIMES || signal?.aborted === true) return exchange;
    // An interruption is not for here: the request after it is not answered.
    await pause(seconds, signal, hurry);
  }
}

async function pause(seconds: number, signal?: AbortSignal, hurry?: AbortSignal): Promise<void> {
  const isHurried = () => hurry?.aborted === true;
  if (!isHurried()) await sleepUntil(seconds, signal ?? hurry);
  if (isHurried()) await sleepUntil(Math.min(seconds, MOST_SECONDS_IN_A_HURRY), signal);
}

async function sleepUntil(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(seconds * 1000, undefined, { ...(signal && { signal }) }).catch(() => {});
}

function secondsToWait({ status, headers }: HttpAnswer): number | undefined {
  const retryAfter = headers['retry-after'];
  if ((status !== 429 && status !== 503) || retryAfter === undefined || !/^\d+$/.test(retryAfter)) return undefined;
  return Math.min(Number(retryAfter), MOST_SECONDS);
}
