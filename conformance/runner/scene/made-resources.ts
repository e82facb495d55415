import type { HttpAnswer, HttpExchange } from '../http/client.ts';
import type { Json } from '../profile/exchange.ts';
import { isList, isObject } from '../template.ts';
import { type Directory, objectOf } from './directory.ts';
import { inParallel } from './in-parallel.ts';

type Endpoint = 'Users' | 'Groups';

/** The resources that a scene has made and that are to be removed after it. */
export class MadeResources {
  /** Paths: `/Users/2819c223`. */
  private readonly paths = new Set<string>();

  private readonly directory: Directory;
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

  /** Learns from an answer what it has made, or removed. */
  note({ request, answer }: HttpExchange): void {
    if (request.method !== 'GET') this.sent += 1;
    if (!answer || answer.status >= 300) return;
    const path = request.target.replace(/\?.*$/, '');
    if (request.method === 'DELETE') this.noteGone(path);
    if (request.method === 'POST') this.noteMade(path, answer);
  }

  /** Removes everything, groups first. @returns the paths of what could not be removed */
  async remove(): Promise<string[]> {
    const left: string[] = [];
    for (const endpoint of ['/Groups/', '/Users/']) {
      await inParallel(
        [...this.paths].filter(path => path.startsWith(endpoint)),
        async path => {
          const { answer } = await this.directory.send('DELETE', path);
          if (!answer || (answer.status >= 300 && answer.status !== 404 && answer.status !== 410)) left.push(path);
        },
      );
    }
    this.paths.clear();
    return left;
  }

  private noteMade(path: string, answer: HttpAnswer): void {
    if (/\/Bulk$/i.test(path)) this.noteBulk(objectOf(answer)?.['Operations']);
    const endpoint = /\/(Users|Groups)\/?$/i.exec(path)?.[1];
    if (endpoint === undefined) return;
    const id = objectOf(answer)?.['id'];
    if (typeof id === 'string') this.add(endpoint, id);
    else this.noteLocation(answer.headers['location']);
  }

  private noteBulk(operations: Json | undefined): void {
    for (const operation of isList(operations) ? operations : []) {
      if (!isObject(operation) || operation['method'] !== 'POST' || !isSuccess(operation['status'])) continue;
      if (typeof operation['location'] === 'string') this.noteLocation(operation['location']);
    }
  }

  private noteLocation(location: string | undefined): void {
    const [, endpoint, id] = /\/(Users|Groups)\/([^/?#]+)$/i.exec(location ?? '') ?? [];
    if (endpoint !== undefined && id !== undefined) this.add(endpoint, decodeURIComponent(id));
  }

  private noteGone(path: string): void {
    const [, endpoint, id] = /\/(Users|Groups)\/([^/]+)$/i.exec(path) ?? [];
    if (endpoint !== undefined && id !== undefined) this.paths.delete(toPath(endpoint, decodeURIComponent(id)));
  }

  private add(endpoint: string, id: string): void {
    this.paths.add(toPath(endpoint, id));
  }
}

/** RFC 7644 §3.7 shows the status of an operation as text; some servers send a number. */
function isSuccess(status: Json | undefined): boolean {
  return (typeof status === 'string' || typeof status === 'number') && String(status).startsWith('2');
}

function toPath(endpoint: string, id: string): string {
  const spelled: Endpoint = endpoint.toLowerCase() === 'users' ? 'Users' : 'Groups';
  return `/${spelled}/${encodeURIComponent(id)}`;
}
