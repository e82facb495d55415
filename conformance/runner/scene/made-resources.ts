import type { HttpAnswer, HttpExchange } from '../http/client.ts';
import type { Json, JsonObject } from '../profile/exchange.ts';
import { isList, isObject } from '../template.ts';
import { type Directory, objectOf } from './directory.ts';
import { inParallel } from './in-parallel.ts';
import { decoded, isNamed, isOfRequest, isUsableId } from './ownership.ts';

type Endpoint = 'Users' | 'Groups';

/** The resources that a scene has made and that are to be removed after it. */
export class MadeResources {
  /** Paths: `/Users/2819c223`. */
  private readonly paths = new Set<string>();

  private readonly directory: Directory;
  /** What is still being looked at: whether it is ours. */
  private readonly looking = new Set<Promise<void>>();
  /** What could not be looked at. */
  private readonly unclear = new Set<string>();
  private sent = 0;

  constructor(directory: Directory) {
    this.directory = directory;
  }

  /** How many users are there, as far as the answers tell. */
  get users(): number {
    return [...this.paths].filter(path => path.startsWith('/Users/')).length;
  }

  /** How many requests were sent that may have changed something. */
  get changes(): number {
    return this.sent;
  }

  /** Learns from an answer what it has made, or removed; where the answer does not show whose it is, `settled` waits. */
  note(exchange: HttpExchange): void {
    const { request, answer } = exchange;
    if (request.method !== 'GET') this.sent += 1;
    if (!answer || answer.status >= 300) return;
    const path = request.target.replace(/\?.*$/, '');
    if (request.method === 'DELETE') this.noteGone(path);
    if (request.method === 'POST') this.noteMade(path, exchange, answer);
    if (request.method === 'PUT') this.notePut(path, exchange, answer);
  }

  /** Is kept when everything is known that the answers so far have made. */
  async settled(): Promise<void> {
    while (this.looking.size > 0) await Promise.all(this.looking);
  }

  /** Removes everything, groups first. @returns the paths of what could not be removed */
  async remove(): Promise<string[]> {
    await this.settled();
    const left = [...this.unclear];
    for (const endpoint of ['/Groups/', '/Users/']) {
      await inParallel(
        [...this.paths].filter(path => path.startsWith(endpoint)),
        async path => {
          const { answer } = await this.directory.send('DELETE', path);
          if (!answer || (answer.status >= 300 && !isGone(answer))) left.push(path);
        },
      );
    }
    this.paths.clear();
    this.unclear.clear();
    return left;
  }

  private noteMade(path: string, exchange: HttpExchange, answer: HttpAnswer): void {
    if (/\/Bulk\/*$/i.test(path)) this.noteBulk(exchange, objectOf(answer)?.['Operations']);
    const endpoint = /\/(Users|Groups)\/*$/i.exec(path)?.[1];
    if (endpoint === undefined) return;
    const body = objectOf(answer);
    const id = body?.['id'];
    if (typeof id === 'string') this.add(endpoint, id, exchange, body);
    else this.noteLocation(answer.headers['location'], exchange);
  }

  /** A PUT to nobody may make somebody. */
  private notePut(path: string, exchange: HttpExchange, answer: HttpAnswer): void {
    const [endpoint, id] = resourceAt(path);
    if (endpoint !== undefined && id !== undefined) this.add(endpoint, id, exchange, objectOf(answer));
  }

  private noteBulk(exchange: HttpExchange, operations: Json | undefined): void {
    for (const operation of isList(operations) ? operations : []) {
      if (!isObject(operation) || operation['method'] !== 'POST' || !isSuccess(operation['status'])) continue;
      if (typeof operation['location'] === 'string') this.noteLocation(operation['location'], exchange);
    }
  }

  private noteLocation(location: string | undefined, exchange: HttpExchange): void {
    const [endpoint, id] = resourceAt(location?.replace(/[?#].*$/, '') ?? '');
    if (endpoint !== undefined && id !== undefined) this.add(endpoint, id, exchange);
  }

  private noteGone(path: string): void {
    const [endpoint, id] = resourceAt(path);
    if (endpoint !== undefined && id !== undefined) this.paths.delete(toPath(endpoint, id));
  }

  /** Only who carries what was sent is ours: a server may answer with somebody who was there. */
  private add(endpoint: string, id: string, exchange: HttpExchange, resource?: JsonObject): void {
    const { ownership } = this.directory;
    if (!isUsableId(id) || ownership.wasBefore(endpoint, id)) return;
    // A PUT may bring back whom a DELETE has removed.
    if (ownership.hasMade(id, endpoint) && exchange.request.method === 'PUT') return this.addOurs(endpoint, id);
    if (isNamed(resource) && isOfRequest(resource, exchange)) return this.addOurs(endpoint, id);
    const look = this.look(endpoint, id, exchange).finally(() => this.looking.delete(look));
    this.looking.add(look);
  }

  private async look(endpoint: string, id: string, exchange: HttpExchange): Promise<void> {
    const path = toPath(endpoint, id);
    const { answer } = await this.directory.send('GET', path);
    if (answer?.status === 200) {
      if (isOfRequest(objectOf(answer), exchange)) this.addOurs(endpoint, id);
    } else if (!isGone(answer)) this.unclear.add(path);
  }

  private addOurs(endpoint: string, id: string): void {
    if (this.directory.ownership.noteMade(endpoint, id)) this.paths.add(toPath(endpoint, id));
  }
}

/** The endpoint and the id at the end of a path or URL. */
function resourceAt(path: string): [endpoint?: string, id?: string] {
  const [, endpoint, id] = /\/(Users|Groups)\/([^/]+)\/*$/i.exec(path) ?? [];
  return endpoint === undefined || id === undefined ? [] : [endpoint, decoded(id)];
}

function isGone(answer: HttpAnswer | undefined): boolean {
  return answer?.status === 404 || answer?.status === 410;
}

/** RFC 7644 §3.7 shows the status of an operation as text; some servers send a number. */
function isSuccess(status: Json | undefined): boolean {
  return (typeof status === 'string' || typeof status === 'number') && String(status).startsWith('2');
}

function toPath(endpoint: string, id: string): string {
  const spelled: Endpoint = endpoint.toLowerCase() === 'users' ? 'Users' : 'Groups';
  return `/${spelled}/${encodeURIComponent(id)}`;
}
