import type { Exchange } from '../runner/profile/exchange.ts';
import { type Captured, decoded, endpointOf } from './captured.ts';
import { freeTextIn, isHeaderWord } from './header-values.ts';
import { parseJson } from './learn-cast.ts';
import { isAttribute, isOperator, isValue, knownUrnIn } from './vocabulary.ts';

/** What a file says: the values of headers, which have words of their own, and all else. */
export interface Written {
  readonly headers: readonly (string | null)[];
  readonly content: unknown;
}

/** What is looked through in an exchange. The rest is ours. */
export function writtenIn({ request, response }: Exchange): Written {
  const { headers = {}, ...content } = request;
  return { headers: Object.values(headers), content: [content, response] };
}

/**
 * Looks for original texts in what is about to be written. There should be none; this is the second lock on that door.
 * @param files by their names
 * @param standIns texts of our own that may happen to be original, too
 * @returns where: "request 3" and the name of the file
 */
export function findLeaks(
  traffic: readonly Captured[],
  files: ReadonlyMap<string, Written>,
  standIns: ReadonlySet<string>,
): string[] {
  const originals = new Map<string, number>();
  for (const [index, captured] of traffic.entries()) {
    for (const text of originalTexts(captured)) if (!originals.has(text)) originals.set(text, index + 1);
  }
  const isHarmless = (text: string) => isVocabulary(text) || standIns.has(text.toLowerCase());
  const searched = [...originals]
    .filter(([text]) => !isHarmless(text))
    .map(([text, from]) => ({ pattern: toPattern(text), from, isOfHeaders: isHeaderWord(text) }));
  return [...files].flatMap(([file, { headers, content }]) => {
    const contents = textsIn(content).map(withoutTemplates);
    const values = textsIn(headers).map(withoutTemplates);
    const found = searched.filter(({ pattern, isOfHeaders }) =>
      [...contents, ...(isOfHeaders ? [] : values)].some(text => pattern.test(text)),
    );
    return found.map(({ from }) => `a text of request ${from} is in ${file}.json`);
  });
}

/** Everything that somebody may have typed: values, names of attributes, ids, what is looked for, hosts, and credentials. */
function originalTexts({ url, requestHeaders, requestBody, responseBody }: Captured): string[] {
  const { name, id, query } = endpointOf(url);
  const searched = [...new URLSearchParams(query).values()].flatMap(wordsOf);
  const credentials = Object.entries(requestHeaders).flatMap(([name, value]) =>
    /^(?:authorization|cookie|x-.*)$/i.test(name) ? value.split(/[\s;=]+/).filter(word => word.length > 7) : [],
  );
  const inHeaders = Object.entries(requestHeaders).flatMap(([name, value]) => freeTextIn(name, value));
  const host = URL.parse(url)?.hostname ?? '';
  // A server's description of itself is not written, and full of common words.
  const isDiscovery = /^\/(?:ServiceProviderConfig|ResourceTypes|Schemas)$/.test(name);
  const inBodies = [requestBody, isDiscovery ? '' : responseBody].flatMap(body => textsIn(parseJson(body)));
  return [
    ...new Set([
      ...inBodies.flatMap(wordsOf),
      ...searched,
      ...credentials,
      ...inHeaders,
      host,
      id === '.search' ? '' : decoded(id),
    ]),
  ].filter(Boolean);
}

/** Of a filter or path what stands in quotation marks, of anything else the whole. */
function wordsOf(text: string): string[] {
  const quoted = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, inside = '']) => inside);
  return quoted.length > 0 || /^[\w.:$-]+ (?:eq|co|sw|pr)\b/i.test(text) ? quoted : [text];
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return value > 9999 ? [String(value)] : [];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}

function isVocabulary(text: string): boolean {
  if (isValue(text) || /^(?:\d{1,3}|\W*|application\/(?:scim\+)?json|text\/[a-z]+)$/.test(text)) return true;
  const rest = text.slice((knownUrnIn(text) ?? '').length);
  const words = rest.split(/[^\w$-]+/).filter(Boolean);
  return words.every(word => isAttribute(word) || isOperator(word) || isValue(word) || isValue(word.toLowerCase()));
}

/** Short texts only when they stand alone: "US" is in many words. */
function toPattern(text: string): RegExp {
  const literal = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return text.length < 4
    ? new RegExp(`^${literal}$`, 'iu')
    : new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'iu');
}

function withoutTemplates(text: string): string {
  return decoded(text.replace(/\{\{[^{}]*\}\}/g, '').replaceAll('+', ' '));
}
