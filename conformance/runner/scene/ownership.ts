import type { HttpExchange, HttpRequest } from '../http/client.ts';
import type { Json, JsonObject } from '../profile/exchange.ts';
import { isList, isObject } from '../template.ts';

/** Why a request is not sent. */
export const NOT_OURS = 'The server answered with somebody whom the suite has not made; nothing is sent.';

/** What tells whose a resource is: names that the suite makes up are nobody else's. */
const NAMES = ['userName', 'displayName', 'externalId'] as const;

/**
 * Whom the suite may change and remove: those it has made. A server that answers with somebody else, in a list or to a POST,
 * must not lead the suite to them.
 */
export class Ownership {
  private readonly before = new Set<string>();
  private readonly made = new Set<string>();
  private readonly answered = new Set<string>();

  /** Somebody was there before the run. */
  noteBefore(endpoint: string, id: string): void {
    this.before.add(inAnyLetters(endpoint, id));
  }

  /** An id that an answer has told, whoever that is: what is not made by then is for reading only. */
  noteAnswered(id: string): void {
    this.answered.add(id);
  }

  /** Somebody was made. @returns whether that can be */
  noteMade(endpoint: string, id: string): boolean {
    if (!isUsableId(id) || this.wasBefore(endpoint, id)) return false;
    this.made.add(exactly(endpoint, id));
    return true;
  }

  /** Has the suite made this one? Without an endpoint: a user or a group of this id. */
  hasMade(id: string, endpoint?: string): boolean {
    const endpoints = endpoint === undefined ? ['Users', 'Groups'] : [endpoint];
    return endpoints.some(each => this.made.has(exactly(each, id)));
  }

  /** Was it there before the run? */
  wasBefore(endpoint: string, id: string): boolean {
    return this.before.has(inAnyLetters(endpoint, id));
  }

  /**
   * Whether a request would change somebody whom the suite has not made. An id that nobody has, such as a random one, harms
   * nobody.
   */
  refuses({ method, target, body }: HttpRequest): boolean {
    if (method === 'GET') return false;
    const [path = ''] = target.split('?');
    const named = /.*\/(Users|Groups)\/+([^/]+)\/*$/i.exec(path);
    if (named?.[1] !== undefined && named[2] !== undefined && this.isForeign(named[1], decoded(named[2]))) return true;
    if (body === undefined) return false;
    return (/\/Bulk\/*$/i.test(path) && this.hasForeignOperation(parsed(body))) || this.namesForeign(body);
  }

  private isForeign(endpoint: string, id: string): boolean {
    if (this.hasMade(id, endpoint)) return false;
    return this.wasBefore(endpoint, id) || this.answered.has(id);
  }

  private hasForeignOperation(body: Json | undefined): boolean {
    const operations = isObject(body) ? body['Operations'] : undefined;
    return (isList(operations) ? operations : []).some(operation => {
      const path = isObject(operation) && operation['method'] !== 'POST' ? operation['path'] : undefined;
      if (typeof path !== 'string') return false;
      const [, endpoint, id] = /^\/*(Users|Groups)\/+([^/?#]+)$/i.exec(path) ?? [];
      // What is no plain path to one resource may lead anywhere.
      return endpoint === undefined || id === undefined || this.isForeign(endpoint, decoded(id));
    });
  }

  /** A member of a group, say. */
  private namesForeign(body: string): boolean {
    return [...this.answered].some(id => !this.hasMade(id) && body.includes(JSON.stringify(id)));
  }
}

/** Can it stand in a path, as one segment of its own? */
export function isUsableId(id: string): boolean {
  return id !== '' && id !== '.' && id !== '..';
}

/** Percent-encoding undone; what is malformed stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Has a resource any of the names that tell whose it is? */
export function isNamed(resource: JsonObject | undefined): resource is JsonObject {
  return NAMES.some(name => typeof resource?.[name] === 'string');
}

/** Does a resource carry one of the names that were sent? A server may write them in other letters. */
export function isOfRequest(resource: JsonObject | undefined, { request }: Pick<HttpExchange, 'request'>): boolean {
  // Of a request that somebody else has sent only the answer is known.
  if (request.body === undefined) return true;
  const json = parsed(request.body);
  const sent = [json, ...operationsIn(json)].filter(isObject).filter(each => isNamed(each));
  if (sent.length === 0) return resource !== undefined && !isNamed(resource);
  return sent.some(each => NAMES.some(name => isSameText(each[name], resource?.[name])));
}

function operationsIn(body: Json | undefined): Json[] {
  const operations = isObject(body) ? body['Operations'] : undefined;
  return (isList(operations) ? operations : []).flatMap(each => (isObject(each) ? (each['data'] ?? []) : []));
}

function isSameText(sent: Json | undefined, there: Json | undefined): boolean {
  return (
    typeof sent === 'string' && typeof there === 'string' && sent !== '' && sent.toLowerCase() === there.toLowerCase()
  );
}

function parsed(body: string | undefined): Json | undefined {
  try {
    return body === undefined ? undefined : (JSON.parse(body) as Json);
  } catch {
    return undefined;
  }
}

function exactly(endpoint: string, id: string): string {
  return `${endpoint.toLowerCase()}/${id}`;
}

/** Whoever was there must not be reached in other letters, either. */
function inAnyLetters(endpoint: string, id: string): string {
  return exactly(endpoint, id).toLowerCase();
}
