import type { HttpRequest } from '../http/client.ts';
import type { Credential, ExchangeRequest } from '../profile/exchange.ts';
import type { ProfileDescription } from '../profile/profile.ts';
import { randomText } from '../scene/names.ts';
import { fill, fillText, type Lookup } from '../template.ts';
import type { RunSettings } from './session.ts';
import type { Target } from './target.ts';

/** Where a request goes, and how. */
export interface Sending {
  readonly target: Target;
  readonly settings: Pick<RunSettings, 'doubleSlash'>;
  readonly description: ProfileDescription;
  /** In place of the one in the exchange. */
  readonly credential?: Credential;
}

/** The request of an exchange as it goes over the wire. @throws UnknownTemplate */
export function toRequest(request: ExchangeRequest, lookup: Lookup, sending: Sending): HttpRequest {
  const { description, target, settings } = sending;
  const body = bodyOf(request, lookup);
  const plain = { ...description.headers, ...(body !== undefined && description.bodyHeaders) };
  return {
    method: request.method,
    target: toWirePath(
      fillText(request.path, lookup, asSegment),
      target.baseUrl,
      description.query,
      settings.doubleSlash,
    ),
    headers: {
      ...authorization(sending.credential ?? request.credential ?? 'valid', target),
      ...mapValues(withOwn(plain, request.headers ?? {}), value => fillText(value, lookup)),
    },
    ...(body !== undefined && { body }),
  };
}

/** An id may hold whatever the server likes; a filter encodes it in its own way. */
function asSegment(text: string, expression: string, filters: readonly string[]): string {
  return expression.trim().endsWith('.id') && filters.length === 0 ? encodeURIComponent(text) : text;
}

/** Does the request carry a token that has been revoked? */
export function needsRevokedToken(request: ExchangeRequest, credential: Credential | undefined): boolean {
  return (credential ?? request.credential) === 'revoked';
}

function bodyOf({ body, text }: ExchangeRequest, lookup: Lookup): string | undefined {
  if (text !== undefined) return fillText(text, lookup);
  return body === undefined ? undefined : JSON.stringify(fill(body, lookup));
}

function toWirePath(path: string, baseUrl: string, query: string | undefined, isDoubled: boolean): string {
  const base = new URL(baseUrl).pathname.replace(/\/$/, '') + (isDoubled ? '/' : '') + path;
  if (query === undefined) return base;
  return `${base}${base.includes('?') ? '&' : '?'}${query.replace(/^[?&]/, '')}`;
}

function authorization(credential: Credential, { token, revokedToken = '' }: Target): Record<string, string> {
  switch (credential) {
    case 'none':
      return {};
    case 'bare':
      return { Authorization: token };
    case 'wrong':
      return { Authorization: `Bearer ${randomText(40)}` };
    case 'revoked':
      return { Authorization: `Bearer ${revokedToken}` };
    case 'valid':
      return { Authorization: `Bearer ${token}` };
  }
}

/** A request's own headers take the place of the profile's, in whatever case; `null` takes one away. */
function withOwn(
  plain: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string | null>>,
): Record<string, string> {
  const replaced = new Set(Object.keys(own).map(name => name.toLowerCase()));
  const kept = Object.entries(plain).filter(([name]) => !replaced.has(name.toLowerCase()));
  const added = Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries([...kept, ...added]);
}

function mapValues(record: Readonly<Record<string, string>>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
