import type { Json, JsonObject } from '../runner/profile/exchange.ts';
import { fill, fillText, isList, isObject, templatesIn } from '../runner/template.ts';
import { asText, exampleText, literally, wholeRegex } from './example-text.ts';
import type { Matcher, Rules } from './pact-format.ts';
import { isOfProvider, type PactValues } from './pact-values.ts';

/** An expectation as Pact says it. */
export interface Translation {
  /** Absent when Pact has no words for it. */
  readonly example?: Json;
  readonly rules: Rules;
  /** What the pact does not ask for. */
  readonly notes: readonly string[];
}

/** Where an expectation stands. */
export interface Place {
  readonly path: string;
  /** Under a "type" matcher, which spreads to all that is beneath it: then an exact value needs a matcher of its own. */
  readonly isLoose: boolean;
}

/** Translates expectations into examples and matching rules. */
export function translate(expected: Json, place: Place, values: PactValues): Translation {
  const operator = isObject(expected) ? Object.keys(expected).find(key => /^\$(?!ref$)/.test(key)) : undefined;
  if (operator !== undefined) {
    const operand = (expected as JsonObject)[operator] ?? null;
    return operators[operator]?.(operand, place, values) ?? leftOut(place, expected);
  }
  if (isObject(expected)) return object(expected, place, values);
  if (isList(expected)) return list(expected, place, values);
  if (typeof expected === 'string') return text(expected, place, values);
  return exactly(expected, place);
}

/** The path of a member. */
export function memberPath(path: string, key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `${path}.${key}` : `${path}['${key}']`;
}

type Translator = (operand: Json, place: Place, values: PactValues) => Translation;

const operators: Readonly<Record<string, Translator>> = {
  $type: (type, place) => ofType(asText(type), place),
  $regex: regex,
  $sameLetters: (expected, place, values) => {
    if (hasProviderValues(expected)) return leftOut(place, { $sameLetters: expected });
    const example = fillText(asText(expected), values.example);
    return matching(example, place, { match: 'regex', regex: `(?i)^${literally(example)}$` });
  },
  $oneOf: (choices, place, values) => {
    const all = isList(choices) ? choices : [];
    if (all.some(choice => typeof choice !== 'string') || hasProviderValues(all))
      return leftOut(place, { $oneOf: all });
    const texts = all.map(choice => fillText(asText(choice), values.example));
    return matching(texts[0] ?? '', place, { match: 'regex', regex: `^(?:${texts.map(literally).join('|')})$` });
  },
  $contains: contains,
  $each: each,
  $length: length,
  $all: (all, place, values) => {
    const [first, ...others] = (isList(all) ? all : []).map(one => ({ one, is: translate(one, place, values) }));
    const said = [first, ...others].find(translated => translated?.is.example !== undefined);
    const unsaid = [first, ...others].filter(translated => translated !== said);
    const notes = unsaid.map(translated => note(place, translated?.one ?? null));
    return said ? { ...said.is, notes: [...said.is.notes, ...notes] } : { rules: {}, notes };
  },
  $min: (least, place) => ({ ...matching(least, place, { match: 'number' }), notes: [note(place, { $min: least })] }),
};

function object(expected: JsonObject, { path, isLoose }: Place, values: PactValues): Translation {
  const members = Object.entries(expected).map(([key, value]) => {
    return [key, translate(value, { path: memberPath(path, key), isLoose }, values)] as const;
  });
  const told = members.flatMap(([key, { example }]) => (example === undefined ? [] : [[key, example] as const]));
  return { ...together(members.map(([, member]) => member)), example: Object.fromEntries(told) };
}

/** Has as many elements as are here: Pact's rule, too, unless a "type" matcher is above. */
function list(expected: readonly Json[], place: Place, values: PactValues): Translation {
  const { path, isLoose } = place;
  const elements = expected.map((value, index) => translate(value, { path: `${path}[${index}]`, isLoose }, values));
  const examples = elements.flatMap(({ example }) => (example === undefined ? [] : [example]));
  if (examples.length < elements.length) return leftOut(place, expected);
  const size = { match: 'type', min: expected.length, max: expected.length } as const;
  const { rules, notes } = together(elements);
  return { example: examples, rules: { ...(isLoose && rule(path, size)), ...rules }, notes };
}

function text(expected: string, place: Place, values: PactValues): Translation {
  if (!hasProviderValues(expected)) return exactly(fill(expected, values.example), place);
  const notes = [note(place, expected)];
  if (/^\{\{\w+\.resource\}\}$/.test(expected)) return { ...matching({}, place, { match: 'type' }), notes };
  const example = fillText(expected, values.example);
  if (/^\{\{[^{}]+\}\}$/.test(expected)) return { ...ofType('string', place), example, notes };
  const regex = expected
    .split(/(\{\{[^{}]+\}\})/)
    .map((part, index) => (index % 2 === 0 ? literally(part) : hasProviderValues(part) ? '.+' : fillPart(part, values)))
    .join('');
  return { ...matching(example, place, { match: 'regex', regex: `^${regex}$` }), notes };
}

function fillPart(part: string, values: PactValues): string {
  return literally(fillText(part, values.example));
}

function regex(pattern: Json, place: Place, values: PactValues): Translation {
  const open = asText(pattern).replace(/\{\{([^{}|]+)[^{}]*\}\}/g, (template, expression: string) =>
    isOfProvider(expression) ? '.+' : fillText(template, values.example),
  );
  const example = exampleText(open) ?? 'text';
  const whole = wholeRegex(open);
  if (whole === undefined) return { ...ofType('string', place), example, notes: [note(place, { $regex: pattern })] };
  const notes = open === pattern ? [] : [note(place, { $regex: pattern })];
  return { ...matching(example, place, { match: 'regex', regex: whole }), notes };
}

function ofType(type: string, place: Place): Translation {
  switch (type) {
    case 'string':
      return matching('text', place, { match: 'type' }, { match: 'notEmpty' });
    case 'number':
    case 'integer':
      return matching(1, place, { match: type });
    case 'boolean':
      return matching(true, place, { match: 'boolean' });
    default:
      return matching(type === 'array' ? [] : {}, place, { match: 'type' });
  }
}

function contains(wanted: Json, place: Place, values: PactValues): Translation {
  const all = (isList(wanted) ? wanted : []).map(one => translate(one, { path: '$', isLoose: false }, values));
  const said = all.filter(({ example }) => example !== undefined);
  const notes = all.flatMap(one => one.notes.map(each => `${place.path} contains ${each}`));
  if (said.length === 0) return { ...ofType('array', place), notes };
  const variants = said.map(({ rules }, index) => ({ index, rules, generators: {} }));
  return {
    ...matching(
      said.map(({ example = null }) => example),
      place,
      { match: 'arrayContains', variants },
    ),
    notes,
  };
}

function each(expected: Json, place: Place, values: PactValues): Translation {
  const { example, rules, notes } = translate(expected, { path: `${place.path}[*]`, isLoose: true }, values);
  return {
    example: example === undefined ? [] : [example],
    rules: { ...rule(place.path, { match: 'type' }), ...rules },
    notes,
  };
}

/** Elements are taken for objects, as they are in SCIM, but in `schemas`. */
function length(expected: Json, place: Place): Translation {
  if (expected === 0) return list([], place, noValues);
  if (/schemas'?\]?$/.test(place.path)) return leftOut(place, { $length: expected });
  const { min, max } = isObject(expected) ? expected : { min: expected, max: expected };
  const elements = Array.from({ length: Number(min ?? 1) }, () => ({}));
  return matching(elements, place, {
    match: 'type',
    ...(min !== undefined && { min: Number(min) }),
    ...(max !== undefined && { max: Number(max) }),
  });
}

const noValues: PactValues = { example: () => undefined, expression: () => undefined };

function exactly(example: Json, { path, isLoose }: Place): Translation {
  return { example, rules: isLoose ? rule(path, { match: 'equality' }) : {}, notes: [] };
}

function matching(example: Json, { path }: Place, ...matchers: readonly Matcher[]): Translation {
  return { example, rules: rule(path, ...matchers), notes: [] };
}

function rule(path: string, ...matchers: readonly Matcher[]): Rules {
  return { [path]: { combine: 'AND', matchers } };
}

function leftOut(place: Place, expected: Json): Translation {
  return { rules: {}, notes: [note(place, expected)] };
}

function note({ path }: Place, expected: Json): string {
  return `${path} ${JSON.stringify(expected)}`;
}

function together(all: readonly Translation[]): { rules: Rules; notes: readonly string[] } {
  return {
    rules: Object.assign({}, ...all.map(({ rules }) => rules)) as Rules,
    notes: all.flatMap(({ notes }) => notes),
  };
}

function hasProviderValues(value: Json): boolean {
  return templatesIn(value).some(({ expression }) => isOfProvider(expression));
}
