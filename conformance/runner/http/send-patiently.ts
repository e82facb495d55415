import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpAnswer, HttpClient, HttpExchange, HttpRequest } from './client.ts';

/** After that it is no longer about too many requests. */
const TIMES = 10;
const MOST_SECONDS = 60;

/**
 * Sends a request, and again where it is answered 429 with the seconds to wait, as identity providers do; and 503, which RFC
 * 9110 §15.6.4 lets a server say in the same way.
 */
export async function sendPatiently(
  client: HttpClient,
  request: HttpRequest,
  signal?: AbortSignal,
): Promise<HttpExchange> {
  for (let time = 1; ; time++) {
    const exchange = await client.send(request);
    const seconds = exchange.answer && secondsToWait(exchange.answer);
    if (seconds === undefined || time === TIMES || signal?.aborted === true) return exchange;
    // An interruption is not for here: the request after it is not answered.
    await sleep(seconds * 1000, undefined, { ...(signal && { signal }) }).catch(() => {});
  }
}

function secondsToWait({ status, headers }: HttpAnswer): number | undefined {
  const retryAfter = headers['retry-after'];
  if ((status !== 429 && status !== 503) || retryAfter === undefined || !/^\d+$/.test(retryAfter)) return undefined;
  return Math.min(Number(retryAfter), MOST_SECONDS);
}
