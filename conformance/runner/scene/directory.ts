import type { HttpAnswer, HttpClient, HttpExchange } from '../http/client.ts';
import { sendPatiently } from '../http/send-patiently.ts';
import type { Json, JsonObject } from '../profile/exchange.ts';
import { isObject } from '../template.ts';
import { NOT_OURS, Ownership } from './ownership.ts';

/** The server under test, as plain SCIM sees it: for what must be there before an exchange, and for clearing up. */
export class Directory {
  /** Whom the suite may change here. */
  readonly ownership = new Ownership();
  private readonly path: string;

  readonly baseUrl: string;
  private readonly token: string;
  private readonly client: HttpClient;
  private readonly onAnswer: ((answer: HttpAnswer) => void) | undefined;
  private readonly hurry: AbortSignal | undefined;

  /**
   * @param baseUrl without a trailing slash
   * @param onAnswer is told what is answered
   * @param hurry the run has come to its end: there are no long waits any more
   */
  constructor(
    baseUrl: string,
    token: string,
    client: HttpClient,
    onAnswer?: (answer: HttpAnswer) => void,
    hurry?: AbortSignal,
  ) {
    this.baseUrl = baseUrl;
    this.token = token;
    this.client = client;
    this.onAnswer = onAnswer;
    this.hurry = hurry;
    this.path = new URL(baseUrl).pathname.replace(/\/$/, '');
  }

  /** @param path behind the base URL */
  async send(method: string, path: string, body?: Json): Promise<HttpExchange> {
    const request = {
      method,
      target: this.path + path,
      headers: {
        Accept: 'application/scim+json, application/json',
        Authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'Content-Type': 'application/scim+json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    if (this.ownership.refuses(request)) return { request, error: NOT_OURS, milliseconds: 0 };
    const answered = await sendPatiently(this.client, request, { ...(this.hurry && { hurry: this.hurry }) });
    if (answered.answer) this.onAnswer?.(answered.answer);
    return answered;
  }
}

/** The body of an answer as JSON; `undefined` when it is something else. */
export function jsonOf(answer: HttpAnswer | undefined): Json | undefined {
  try {
    return JSON.parse(answer?.body ?? '') as Json;
  } catch {
    return undefined;
  }
}

/** The body of an answer, when it is a JSON object. */
export function objectOf(answer: HttpAnswer | undefined): JsonObject | undefined {
  const json = jsonOf(answer);
  return isObject(json) ? json : undefined;
}

/** How an answer is told in a sentence: "500 (the database is down)". */
export function tellAnswer({ answer, error }: Pick<HttpExchange, 'answer' | 'error'>): string {
  if (!answer) return `not answered: ${error ?? 'no reason'}`;
  const detail = objectOf(answer)?.['detail'];
  return `answered ${answer.status}${typeof detail === 'string' ? ` (${detail})` : ''}`;
}

/** 405 and 501 say it; 404 says it, too, unless it is a SCIM error about a resource. */
export function isUnknownThere(answer: HttpAnswer | undefined): boolean {
  if (answer?.status === 404) {
    const schemas = objectOf(answer)?.['schemas'];
    return !Array.isArray(schemas) || !schemas.includes('urn:ietf:params:scim:api:messages:2.0:Error');
  }
  return answer?.status === 405 || answer?.status === 501;
}
