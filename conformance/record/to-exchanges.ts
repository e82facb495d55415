import type { Exchange, ExchangeRequest } from '../runner/profile/exchange.ts';
import { type Captured, endpointOf } from './captured.ts';
import type { Cast } from './cast.ts';
import { Disguise } from './disguise.ts';
import { learnCast } from './learn-cast.ts';
import { recordedGiven } from './recorded-given.ts';
import { type ProfileHeaders, recordedHeaders, withOwnHeaders } from './recorded-headers.ts';
import { recordedRequest } from './recorded-request.ts';
import { recordedResponse } from './recorded-response.ts';

/** The traffic as exchanges, and what was left out of it. */
export interface Recording {
  readonly exchanges: ReadonlyMap<string, Exchange>;
  readonly headers: ProfileHeaders;
  readonly notes: readonly string[];
}

const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Turns traffic into exchanges; what is the same without names is written once. */
export function toExchanges(traffic: readonly Captured[]): Recording {
  const scim = traffic.filter(({ url, method }) => endpointOf(url).name !== '' && METHODS.has(method));
  const cast = learnCast(scim);
  const disguise = new Disguise(cast);
  const headers = recordedHeaders(scim);
  const notes: string[] = [];
  const found = new Map<string, readonly [string, Exchange]>();
  if (scim.length < traffic.length) notes.push(`${traffic.length - scim.length} requests are not SCIM.`);
  for (const [index, captured] of scim.entries()) {
    const exchange = toExchange(captured, cast, disguise);
    if (exchange === undefined) notes.push(`Request ${index + 1} has a body that is no JSON, and is left out.`);
    else {
      const withHeaders = { ...exchange, request: withOwnHeaders(exchange.request, captured, headers) };
      const sameness = withoutNames([withHeaders.request, withHeaders.response, withHeaders.given]);
      if (!found.has(sameness)) found.set(sameness, [whatOf(captured), withHeaders]);
    }
  }
  const exchanges = [...found.values()].map(([what, exchange], index, all) => {
    return [`${numberOf(index, all.length)}-${what.replaceAll(' ', '-').toLowerCase()}`, exchange] as const;
  });
  return { exchanges: new Map(exchanges), headers, notes };
}

/** Two exchanges are the same when they are so but for who it is about. */
function withoutNames(value: unknown): string {
  const text = JSON.stringify(value);
  const names = new Map<string, string>();
  for (const [, owner = '', given = owner] of text.matchAll(/\{\{(\w+)\.|"(?:user|group)":"(\w+)"/g)) {
    if (!names.has(given)) names.set(given, `#${names.size}`);
  }
  return text.replace(/(?<=\{\{|")\w+(?=[."])/g, name => names.get(name) ?? name);
}

function toExchange(captured: Captured, cast: Cast, disguise: Disguise): Exchange | undefined {
  const request = recordedRequest(captured, cast, disguise);
  if (request === undefined) return undefined;
  const response = recordedResponse(captured, disguise);
  const given = recordedGiven(captured, request, response, cast);
  return {
    records: [],
    title: capitalized(whatOf(captured)),
    when: 'To be written: what happens at the identity provider when it sends this.',
    evidence: 'captured',
    source: 'recorded traffic',
    ...(given.length > 0 && { given }),
    request,
    response,
    ...capturesOf(captured, request),
    whenWrong: 'To be written: what the administrator sees at the identity provider when the answer is wrong.',
    hint: "To be written: what a server's developer looks at first.",
  };
}

/** Who was made is known in the steps after it. */
function capturesOf({ method, status, url }: Captured, { body }: ExchangeRequest): Pick<Exchange, 'captures'> {
  if (method !== 'POST' || status !== 201 || !/^\/(?:Users|Groups)$/.test(endpointOf(url).name)) return {};
  const [, made] = /\{\{(\w+)\.(?:userName|displayName|externalId)/.exec(JSON.stringify(body ?? '')) ?? [];
  return made === undefined ? {} : { captures: { [made]: '' } };
}

const verbs: Readonly<Record<string, string>> = {
  GET: 'read',
  POST: 'create',
  PUT: 'replace',
  PATCH: 'change',
  DELETE: 'delete',
};

/** "create user taken" */
function whatOf({ method, url, status, responseBody }: Captured): string {
  const { name, id, query } = endpointOf(url);
  const ends = ending(status, responseBody);
  const [thing = 'resource', things] = nouns[name] ?? [];
  const message = messages[id === '.search' ? '/.search' : name];
  if (message !== undefined) return message + ends;
  if (method !== 'GET' || id !== '' || things === undefined) return `${verbs[method] ?? 'send'} ${thing}${ends}`;
  return query.includes('filter=') ? `find ${thing}${ends}` : `list ${things}${ends}`;
}

const messages: Readonly<Record<string, string>> = { '/Bulk': 'bulk', '/.search': 'search' };

const nouns: Readonly<Record<string, readonly string[]>> = {
  '/Users': ['user', 'users'],
  '/Groups': ['group', 'groups'],
  '/Me': ['me'],
  '/ServiceProviderConfig': ['service provider config'],
  '/ResourceTypes': ['resource type', 'resource types'],
  '/Schemas': ['schema', 'schemas'],
};

function ending(status: number, body: string): string {
  if (status === 404 || /"totalResults"\s*:\s*0\b/.test(body)) return ' absent';
  if (status === 409) return ' taken';
  if (status === 401 || status === 403) return ' refused';
  return status >= 400 ? ' failed' : '';
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `07`, or `01c` when there are more than two digits can count. */
function numberOf(index: number, all: number): string {
  if (all <= 99) return String(index + 1).padStart(2, '0');
  return String(Math.floor(index / 26) + 1).padStart(2, '0') + String.fromCharCode(97 + (index % 26));
}
