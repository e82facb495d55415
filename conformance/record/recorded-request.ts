import type { ExchangeRequest } from '../runner/profile/exchange.ts';
import { isObject } from '../runner/template.ts';
import { type Captured, decoded, endpointOf } from './captured.ts';
import type { Cast } from './cast.ts';
import type { Disguise } from './disguise.ts';
import { parseJson } from './learn-cast.ts';
import { isValue } from './vocabulary.ts';

const parameters = new Set(
  'filter startIndex count attributes excludedAttributes sortBy sortOrder cursor aadOptscim062020'.split(' '),
);

/** A captured request without anything personal; `undefined` when its body is no JSON. */
export function recordedRequest(captured: Captured, cast: Cast, disguise: Disguise): ExchangeRequest | undefined {
  const { method, requestBody, status, requestHeaders } = captured;
  const body = requestBody === '' ? undefined : parseJson(requestBody);
  if (requestBody !== '' && body === undefined) return undefined;
  disguise.turnTo(
    decoded(endpointOf(captured.url).id),
    ...(isObject(body) ? [body['userName'], body['displayName']] : []),
  );
  const hasCredential = Object.keys(requestHeaders).some(name => name.toLowerCase() === 'authorization');
  return {
    method: method as ExchangeRequest['method'],
    path: recordedPath(captured, cast, disguise),
    ...(status === 401 && { credential: hasCredential ? 'wrong' : 'none' }),
    ...(body !== undefined && { body: disguise.json(body) }),
  };
}

function recordedPath({ url, status }: Captured, cast: Cast, disguise: Disguise): string {
  const { name, id, query } = endpointOf(url);
  // Of users, `given` can say that they were deleted.
  const isGone = status === 404 && name === '/Groups';
  const pairs = query
    .split('&')
    .filter(Boolean)
    .flatMap(pair => recordedPair(pair, disguise));
  return `${name}${id && `/${isGone ? '{{random.uuid}}' : recordedId(id, cast)}`}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

function recordedId(id: string, cast: Cast): string {
  // Schemas and resource types have names of the standards for ids.
  const isOfStandard = id === '.search' || isValue(decoded(id));
  return isOfStandard ? id : (cast.templateFor(decoded(id)) ?? '{{random.uuid}}');
}

/** A parameter that the standards do not know is left out: nobody knows what is in it. */
function recordedPair(pair: string, disguise: Disguise): string[] {
  const [name = '', ...rest] = pair.split('=');
  const raw = rest.join('=');
  if (!parameters.has(name)) return [];
  if (rest.length === 0) return [name];
  if (/^\d*$/.test(raw) && name !== 'filter') return [`${name}=${raw}`];
  if (name === 'cursor') return [`${name}={{random.text}}`];
  return [`${name}=${encodedLike(raw, disguise.text(decoded(raw.replaceAll('+', ' ')), name))}`];
}

/** Encodes as the original was: spaces as `+` or `%20`, and what was not encoded, not. */
function encodedLike(raw: string, text: string): string {
  const isForm = raw.includes('+');
  const parts = text.split(/(\{\{[^{}]+\}\})/);
  return parts
    .map((part, index) => {
      // One filter is all there can be, and names of groups have spaces.
      const isEncoded = /\.id\}|Name\|(?:upper|lower)\}/.test(part) && !/isplayName/.test(part);
      if (index % 2 === 1) return isEncoded ? part : part.replace(/(?:\|\w+)?\}\}/, isForm ? '|form}}' : '|percent}}');
      return part.replace(/[^\w.-]/g, character => encodedCharacter(character, raw, isForm));
    })
    .join('');
}

function encodedCharacter(character: string, raw: string, isForm: boolean): string {
  if (character === ' ') return isForm ? '+' : '%20';
  const encoded = encodeURIComponent(character);
  const isPlain = /[\x21-\x7e]/.test(character) && raw.includes(character);
  return isPlain ? character : encoded;
}
