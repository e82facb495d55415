// Made of conformance/runner/template.ts by `npm run conformance:rehearsal`: change it there.
import type { Json, JsonObject } from './exchange.js';

/** Gives what an expression like `alice.userName` stands for; `undefined` when nothing is known of it. */
export type Lookup = (expression: string) => Json | undefined;

/** A template that nothing can be put in for. */
export class UnknownTemplate extends Error {
  override readonly name = 'UnknownTemplate';
}

const template = /\{\{([^{}|]+)((?:\|[^{}|]+)*)\}\}/g;
const wholeTemplate = /^\{\{([^{}|]+)\}\}$/;

const filters: Readonly<Record<string, (text: string) => string>> = {
  // What `encodeURIComponent` leaves alone and HTML forms do not is the same, but for these.
  form: text =>
    encodeURIComponent(text)
      .replace(/[!'()~]/g, percent)
      .replaceAll('%20', '+'),
  percent: text => encodeURIComponent(text),
  upper: text => text.toUpperCase(),
  lower: text => text.toLowerCase(),
};

/** The names of the filters, as in `{{alice.userName|form}}`; of several the first is the first to be applied. */
export const templateFilters: readonly string[] = Object.keys(filters);

/** What is done to each text that is put in, after its filters. */
export type Finish = (text: string, expression: string, filters: readonly string[]) => string;

/** Fills in a text. @throws UnknownTemplate */
export function fillText(text: string, lookup: Lookup, finish: Finish = filled => filled): string {
  return text.replace(template, (whole, expression: string, chain: string) => {
    const value = look(expression, lookup);
    if (typeof value === 'object') throw new UnknownTemplate(`${whole} is not text, and must be alone in its string`);
    const chosen = namesIn(chain);
    const result = chosen.reduce((filtered, filter) => {
      const apply = filters[filter];
      if (!apply) throw new UnknownTemplate(`${whole}: there is no filter "${filter}"`);
      return apply(filtered);
    }, String(value));
    return finish(result, expression, chosen);
  });
}

/**
 * Fills in every text of a value. A template that is alone in its string becomes what it stands for, objects too; and
 * `{"$overlay": …, "with": …}` becomes the one with the other laid over it.
 * @throws UnknownTemplate
 */
export function fill(value: Json, lookup: Lookup): Json {
  if (typeof value === 'string') {
    const [, expression] = wholeTemplate.exec(value) ?? [];
    return expression === undefined ? fillText(value, lookup) : look(expression, lookup);
  }
  if (isList(value)) return value.map(element => fill(element, lookup));
  if (!isObject(value)) return value;
  const filled = Object.fromEntries(
    Object.entries(value).map(([key, each]) => [fillText(key, lookup), fillValue(key, each, lookup)]),
  );
  const { $overlay: base, with: over } = filled;
  if (base === undefined) return filled;
  if (!isObject(base) || !isObject(over))
    throw new UnknownTemplate('$overlay needs an object, and an object in "with"');
  return { ...base, ...over };
}

/** In a pattern, what is put in stands for itself. */
function fillValue(key: string, value: Json, lookup: Lookup): Json {
  if (key !== '$regex' || typeof value !== 'string') return fill(value, lookup);
  return fillText(value, lookup, text => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
}

/** Every template in a value: its expression and its filters. */
export function templatesIn(value: unknown): { readonly expression: string; readonly filters: readonly string[] }[] {
  return [...JSON.stringify(value ?? null).matchAll(template)].map(([, expression = '', chain = '']) => ({
    expression,
    filters: namesIn(chain),
  }));
}

/** Is it a JSON object? */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Is it a JSON array? */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** `|upper|form` */
function namesIn(chain: string): string[] {
  return chain.split('|').slice(1);
}

function look(expression: string, lookup: Lookup): Json {
  const value = lookup(expression);
  if (value === undefined) throw new UnknownTemplate(`{{${expression}}} is not known here`);
  return value;
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
