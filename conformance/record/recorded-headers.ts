import type { ExchangeRequest } from '../runner/profile/exchange.ts';
import type { Captured } from './captured.ts';
import { isKept } from './header-values.ts';

/** As in `profile.json`. */
export interface ProfileHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyHeaders: Readonly<Record<string, string>>;
}

/** The headers that most requests have. */
export function recordedHeaders(traffic: readonly Captured[]): ProfileHeaders {
  const all = traffic.map(kept);
  const common = mostCommon(all.map(headers => without(headers, 'content-type')));
  const ofBodies = all.flatMap(headers => headers.filter(([name]) => name.toLowerCase() === 'content-type'));
  return {
    headers: Object.fromEntries(common),
    bodyHeaders: Object.fromEntries(mostCommon(ofBodies.map(each => [each]))),
  };
}

/** With the headers in which a request differs from most. */
export function withOwnHeaders(request: ExchangeRequest, captured: Captured, profile: ProfileHeaders): ExchangeRequest {
  const usual = { ...profile.headers, ...(request.body !== undefined && profile.bodyHeaders) };
  const own = kept(captured);
  const differing = own.filter(([name, value]) => lookUp(Object.entries(usual), name) !== value);
  const missing = Object.keys(usual).filter(name => lookUp(own, name) === undefined);
  const headers = Object.fromEntries([...differing, ...missing.map(name => [name, null] as const)]);
  if (Object.keys(headers).length === 0) return request;
  const { method, path, ...rest } = request;
  return { method, path, headers, ...rest };
}

type Headers = readonly (readonly [string, string])[];

function kept({ requestHeaders }: Captured): Headers {
  return Object.entries(requestHeaders)
    .filter(([name, value]) => isKept(name, value))
    .map(([name, value]) => [spelled(name), value]);
}

/** HTTP/2 has all names in small letters. */
function spelled(name: string): string {
  return name.replace(/(?<![A-Za-z])[a-z]/g, letter => letter.toUpperCase());
}

function without(headers: Headers, name: string): Headers {
  return headers.filter(([each]) => each.toLowerCase() !== name);
}

function lookUp(headers: Headers, name: string): string | undefined {
  return headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];
}

function mostCommon(all: readonly Headers[]): Headers {
  const counts = Map.groupBy(all, headers => JSON.stringify(headers));
  const [most] = [...counts.values()].toSorted((a, b) => b.length - a.length);
  return most?.[0] ?? [];
}
