import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a fake server does otherwise than it should. */
export interface Faults {
  readonly withoutGroups?: boolean;
  readonly withoutPatch?: boolean;
  /** Answers `"True"` for `true`. */
  readonly textForBooleans?: boolean;
  /** A filter is not looked at. */
  readonly ignoresFilters?: boolean;
  /** The second page of a list begins with the last of the first. */
  readonly repeatsOnPages?: boolean;
  readonly answersHtml?: boolean;
  /** The second page of a list has one less than it could. */
  readonly shortensPages?: boolean;
  /** No page has more than so many. */
  readonly mostOnPage?: number;
  /** There is no ServiceProviderConfig. */
  readonly withoutConfig?: boolean;
  /** A resource has `meta.version`. */
  readonly hasVersions?: boolean;
  /** A list has `nextCursor`. */
  readonly hasCursors?: boolean;
  /** What it does not know is a SCIM error. */
  readonly answersScimErrors?: boolean;
  /** No answer at all to what is more than so many requests. */
  readonly hangsAfter?: number;
  /** Ends with what is more than so many requests. */
  readonly stopsAfter?: number;
  /** A POST makes nobody, and is answered with whoever has this id. */
  readonly answersPostWith?: string;
  /** A POST is answered with an id alone. */
  readonly answersIdOnly?: boolean;
  /** 429 to every second request, to be tried again at once. */
  readonly isBusy?: boolean;
  /** 429 to a GET that is more than so many requests, with this Retry-After. */
  readonly limit?: { readonly requests: number; readonly retryAfter: string };
}

interface Resource {
  readonly id: string;
  readonly [name: string]: unknown;
}

interface Reply {
  readonly status: number;
  readonly body?: object | string;
  readonly headers?: Record<string, string>;
}

/** A request as it came over the wire. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

const TOKEN = 'fake-token';

/** As much of SCIM 2.0 as it takes to test the runner, in memory; `/hang` is never answered. */
export class FakeScimServer {
  readonly token = TOKEN;
  readonly received: Received[] = [];
  readonly users = new Map<string, Resource>();
  readonly groups = new Map<string, Resource>();
  faults: Faults = {};
  private readonly server = http.createServer((request, response) => void this.serve(request, response));
  private made = 0;

  /** On a free port. */
  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/scim/v2`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', rawHeaders, headers } = request;
    const body = Buffer.concat(chunks).toString('utf8');
    this.received.push({ method, url, rawHeaders, body });
    if (this.isSilent(url)) return;
    const reply =
      headers.authorization === `Bearer ${TOKEN}` ? this.answer(method, url, body) : scimError(401, 'not the token');
    const text = typeof reply.body === 'object' ? JSON.stringify(reply.body, this.asConfigured) : (reply.body ?? '');
    response.writeHead(reply.status, { 'Content-Type': 'application/scim+json', ...reply.headers });
    response.end(text);
  }

  private isSilent(url: string): boolean {
    const { stopsAfter = Infinity, hangsAfter = Infinity } = this.faults;
    const isEnd = this.received.length > stopsAfter;
    if (isEnd) {
      this.server.close();
      this.server.closeAllConnections();
    }
    return isEnd || url.endsWith('/hang') || this.received.length > hangsAfter;
  }

  private readonly asConfigured = (_: string, value: unknown): unknown => {
    if (this.faults.textForBooleans !== true || typeof value !== 'boolean') return value;
    return value ? 'True' : 'False';
  };

  private answer(method: string, url: string, body: string): Reply {
    const { pathname, searchParams } = new URL(url, 'http://fake');
    const [endpoint = '', id] = pathname.replace(/^\/scim\/v2\/+/, '').split('/');
    const fault = this.fault(method, endpoint, id);
    if (fault) return fault;
    if (endpoint === 'ServiceProviderConfig') {
      return { status: 200, body: { patch: { supported: this.faults.withoutPatch !== true } } };
    }
    if (endpoint !== 'Users' && endpoint !== 'Groups') return this.nothingThere();
    const resources = endpoint === 'Users' ? this.users : this.groups;
    const given = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
    if (id !== undefined) return this.change(resources, id, method, given);
    return method === 'GET' ? this.list(resources, searchParams) : this.create(resources, given);
  }

  private fault(method: string, endpoint: string, id: string | undefined): Reply | undefined {
    const { limit, answersHtml, withoutGroups, withoutPatch, withoutConfig } = this.faults;
    const tooMuch = { ...scimError(429, 'slow down'), headers: { 'Retry-After': limit?.retryAfter ?? '0' } };
    const found: readonly [boolean | undefined, Reply][] = [
      [this.isTooMuch(method), tooMuch],
      [withoutGroups && endpoint === 'Groups', { status: 404, body: 'Not Found' }],
      [withoutConfig && endpoint === 'ServiceProviderConfig', this.nothingThere()],
      [id === '.search', this.nothingThere()],
      [answersHtml && id !== undefined && method === 'GET', { status: 200, body: '<html>' }],
      [withoutPatch && method === 'PATCH', scimError(501, 'no PATCH')],
    ];
    return found.find(([isSo]) => isSo)?.[1];
  }

  private nothingThere(): Reply {
    return this.faults.answersScimErrors === true ? scimError(404, 'nothing') : { status: 404, body: 'Not Found' };
  }

  private isTooMuch(method: string): boolean {
    const { limit, isBusy } = this.faults;
    if (limit) return method === 'GET' && this.received.length > limit.requests;
    return isBusy === true && this.received.length % 2 === 1;
  }

  private create(resources: Map<string, Resource>, given: Record<string, unknown>): Reply {
    const isTaken = [...resources.values()].some(
      ({ userName }) => userName !== undefined && userName === given['userName'],
    );
    if (isTaken) return scimError(409, 'userName is taken');
    const resident = resources.get(this.faults.answersPostWith ?? '');
    if (resident) return { status: 201, body: resident };
    const id = String(++this.made);
    const resource = { ...given, id, ...(this.faults.hasVersions === true && { meta: { version: 'W/"1"' } }) };
    resources.set(id, resource);
    return { status: 201, body: this.faults.answersIdOnly === true ? { id } : resource };
  }

  private change(resources: Map<string, Resource>, id: string, method: string, given: Record<string, unknown>): Reply {
    const resource = resources.get(id);
    if (!resource) return scimError(404, 'nobody');
    if (method === 'DELETE') {
      resources.delete(id);
      return { status: 204 };
    }
    const changed = { ...resource, ...(method === 'PATCH' ? changesOf(given) : given), id };
    resources.set(id, changed);
    return { status: 200, body: changed };
  }

  private list(resources: Map<string, Resource>, query: URLSearchParams): Reply {
    const [, wanted] = /^userName eq "(.*)"$/.exec(query.get('filter') ?? '') ?? [];
    const all = [...resources.values()].filter(
      ({ userName }) => wanted === undefined || this.faults.ignoresFilters === true || userName === wanted,
    );
    const page = this.pageOf(all, Number(query.get('startIndex') ?? 1) - 1, Number(query.get('count') ?? 100));
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
    const cursor = this.faults.hasCursors === true && { nextCursor: 'x' };
    return { status: 200, body: { schemas, totalResults: all.length, Resources: page, ...cursor } };
  }

  private pageOf(all: readonly Resource[], start: number, count: number): Resource[] {
    const { repeatsOnPages, shortensPages, mostOnPage = Infinity } = this.faults;
    const from = start > 0 && repeatsOnPages === true ? start - 1 : start;
    const less = start > 0 && shortensPages === true ? 1 : 0;
    return all.slice(from, from + Math.min(count, mostOnPage) - less);
  }
}

function changesOf(given: Record<string, unknown>): Record<string, unknown> {
  const operations = given['Operations'] as { path: string; value: unknown }[];
  return Object.fromEntries(operations.map(({ path, value }) => [path, value]));
}

function scimError(status: number, detail: string): Reply {
  return { status, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), detail } };
}
