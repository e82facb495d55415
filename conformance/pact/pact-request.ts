import type { HttpRequest } from '../runner/http/client.ts';
import type { ExchangeRequest, Json } from '../runner/profile/exchange.ts';
import type { ProfileDescription } from '../runner/profile/profile.ts';
import { toRequest } from '../runner/run/to-request.ts';
import { isList, isObject } from '../runner/template.ts';
import { asText } from './example-text.ts';
import { memberPath } from './matching-rules.ts';
import type { PactBody, PactRequest, ProviderStateGenerator } from './pact-format.ts';
import type { PactValues } from './pact-values.ts';
import { PLACEHOLDERS } from './placeholder-tokens.ts';

/** The business of whoever sends the pact's requests, or of the connection. */
const ofTheClient = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
  'keep-alive',
]);

/** The request of an exchange as it is in a pact. */
export function pactRequest(
  request: ExchangeRequest,
  description: ProfileDescription,
  values: PactValues,
): PactRequest {
  const target = {
    name: 'pact',
    baseUrl: 'http://127.0.0.1',
    token: PLACEHOLDERS.valid,
    revokedToken: PLACEHOLDERS.revoked,
  };
  const sending = { target, settings: { doubleSlash: false }, description };
  const example = toRequest(request, values.example, sending);
  const expression = toRequest(request, values.expression, sending);
  const generators = generatorsOf(example, expression);
  const query = queryOf(example);
  return {
    method: example.method,
    path: pathOf(example),
    ...(query.size > 0 && { query: Object.fromEntries(query) }),
    headers: headersOf(example, request),
    ...(example.body !== undefined && { body: bodyOf(example.body, example) }),
    ...(Object.keys(generators).length > 0 && { generators }),
  };
}

/** An expression of a generator is no id yet: it is not encoded. */
function pathOf({ target }: HttpRequest): string {
  return target.replace(/\?.*$/s, '').replace(/%24%7B(\w+)%7D/g, '${$1}');
}

/** Decoded, as pacts have it. Which of the ways to encode it was chosen is lost. */
function queryOf({ target }: HttpRequest): Map<string, string[]> {
  const query = new Map<string, string[]>();
  const [, text = ''] = /\?(.*)$/s.exec(target) ?? [];
  for (const pair of text.split('&').filter(Boolean)) {
    const [name = '', ...value] = pair.split('=').map(decoded);
    query.set(name, [...(query.get(name) ?? []), value.join('=')]);
  }
  return query;
}

function decoded(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function headersOf({ headers }: HttpRequest, { credential }: ExchangeRequest): Record<string, string[]> {
  const all = Object.entries(headers).filter(([name]) => !ofTheClient.has(name.toLowerCase()));
  return Object.fromEntries(
    all.map(([name, value]) => {
      const isMadeUp = credential === 'wrong' && name === 'Authorization';
      return [name, [isMadeUp ? `Bearer ${PLACEHOLDERS.wrong}` : value]];
    }),
  );
}

/** What is not JSON is in base64: Pact would make a JSON text of it. */
function bodyOf(body: string, { headers }: HttpRequest): PactBody {
  const [, contentType = 'application/scim+json'] =
    Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  const json = parsed(body);
  const mediaType = contentType.replace(/\s*;.*$/, '');
  if (json !== undefined && /[/+]json$/.test(mediaType))
    return { content: json, contentType: mediaType, encoded: false };
  return { content: Buffer.from(body).toString('base64'), contentType: mediaType, encoded: 'base64' };
}

function parsed(body: string | undefined): Json | undefined {
  try {
    return JSON.parse(body ?? '') as Json;
  } catch {
    return undefined;
  }
}

/** Wherever example and expression differ, the value comes from the provider state. */
function generatorsOf(example: HttpRequest, expression: HttpRequest): NonNullable<PactRequest['generators']> {
  const query = Object.fromEntries(
    [...queryOf(expression)].flatMap(([name, [value = '']]) => differing(name, queryOf(example).get(name)?.[0], value)),
  );
  const header = Object.fromEntries(
    Object.entries(expression.headers).flatMap(([name, value]) =>
      name === 'Authorization' ? [] : differing(name, example.headers[name], value),
    ),
  );
  const body = Object.fromEntries(bodyGenerators(parsed(example.body), parsed(expression.body), '$'));
  return {
    ...(pathOf(example) !== pathOf(expression) && { path: generator(pathOf(expression)) }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(Object.keys(header).length > 0 && { header }),
    ...(Object.keys(body).length > 0 && { body }),
  };
}

function differing(place: string, example: string | undefined, value: string): [string, ProviderStateGenerator][] {
  return example === value ? [] : [[place, generator(value)]];
}

function bodyGenerators(
  example: Json | undefined,
  expression: Json | undefined,
  path: string,
): [string, ProviderStateGenerator][] {
  if (isList(expression)) {
    return expression.flatMap((each, index) =>
      bodyGenerators(isList(example) ? example[index] : undefined, each, `${path}[${index}]`),
    );
  }
  if (isObject(expression)) {
    return Object.entries(expression).flatMap(([key, each]) =>
      bodyGenerators(isObject(example) ? example[key] : undefined, each, memberPath(path, key)),
    );
  }
  return typeof expression === 'string' ? differing(path, asText(example), expression) : [];
}

function generator(expression: string): ProviderStateGenerator {
  return { type: 'ProviderState', expression, dataType: 'STRING' };
}
