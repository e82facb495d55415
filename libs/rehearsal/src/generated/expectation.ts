// Made of conformance/runner/expectation.ts by `npm run conformance:rehearsal`: change it there.
import type { Json, JsonObject } from './exchange.js';
import { isList, isObject } from './template.js';

type Operator = (operand: Json, actual: Json | undefined, path: string) => string[];

const operators: Readonly<Record<string, Operator>> = {
  $type: (type, actual, path) => (hasType(type, actual) ? [] : [differs(path, `a ${nameOf(type)}`, actual)]),
  $regex: matches,
  $sameLetters: (text, actual, path) =>
    typeof actual === 'string' && typeof text === 'string' && actual.toLowerCase() === text.toLowerCase()
      ? []
      : [differs(path, `${show(text)} in upper or lower case`, actual)],
  $oneOf: oneOf,
  $contains: contains,
  $lacks: lacks,
  $each: each,
  $length: length,
  $all: (all, actual, path) => listed(all).flatMap(one => findProblems(one, actual, path)),
  $absent: (_, actual, path) => (isAbsent(actual) ? [] : [differs(path, 'nothing', actual)]),
  $min: (least, actual, path) =>
    typeof actual === 'number' && actual >= Number(least) ? [] : [differs(path, `at least ${show(least)}`, actual)],
};

/** The names of the operators, as in `{"$type": "string"}`. */
export const expectationOperators: readonly string[] = Object.keys(operators);

/** The types that `$type` knows. */
export const expectationTypes = ['string', 'number', 'integer', 'boolean', 'array', 'object'] as const;

/**
 * What is not as expected: one sentence each, which begins with the path.
 * @param expected with its templates filled in
 */
export function findProblems(expected: Json, actual: Json | undefined, path: string): string[] {
  const operator = operatorOf(expected);
  if (operator) return operator.check(operator.operand, actual, path);
  if (isObject(expected)) return findInObject(expected, actual, path);
  if (isList(expected)) return findInList(expected, actual, path);
  return expected === actual ? [] : [differs(path, show(expected), actual)];
}

/** A value as a problem shows it: JSON, cut when it is long. */
export function show(value: Json | undefined): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value, withoutPassword);
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}

function withoutPassword(key: string, value: unknown): unknown {
  return /^password$/i.test(key) && typeof value === 'string' ? '…' : value;
}

/** `{"$regex": …}` is an operator, whatever else an object with a `$` in it may be. */
function operatorOf(expected: Json): { readonly check: Operator; readonly operand: Json } | undefined {
  if (!isObject(expected)) return undefined;
  const [[key, operand] = [], ...others] = Object.entries(expected);
  const check = key === undefined || others.length > 0 ? undefined : operators[key];
  return check && operand !== undefined ? { check, operand } : undefined;
}

function findInObject(expected: JsonObject, actual: Json | undefined, path: string): string[] {
  if (!isObject(actual)) return [differs(path, describe(expected), actual)];
  return Object.entries(expected).flatMap(([key, value]) =>
    findProblems(value, Object.hasOwn(actual, key) ? actual[key] : undefined, step(path, key)),
  );
}

function findInList(expected: readonly Json[], actual: Json | undefined, path: string): string[] {
  if (!isList(actual)) return [differs(path, describe(expected), actual)];
  if (actual.length !== expected.length) {
    return [`${path} has ${elements(actual.length)} instead of ${expected.length}: ${show(actual)}.`];
  }
  return expected.flatMap((value, index) => findProblems(value, actual[index], `${path}[${index}]`));
}

function matches(pattern: Json, actual: Json | undefined, path: string): string[] {
  try {
    if (typeof actual === 'string' && new RegExp(nameOf(pattern)).test(actual)) return [];
  } catch {
    return [`${path} cannot be compared: ${show(pattern)} is no regular expression.`];
  }
  return [differs(path, `text that matches ${nameOf(pattern)}`, actual)];
}

function oneOf(choices: Json, actual: Json | undefined, path: string): string[] {
  const found = listed(choices).map(choice => findProblems(choice, actual, path));
  if (found.some(problems => problems.length === 0)) return [];
  const wanted = listed(choices).map(choice => describe(choice));
  return [differs(path, `one of: ${wanted.join(', ')}`, actual)];
}

function contains(wanted: Json, actual: Json | undefined, path: string): string[] {
  if (!isList(actual)) return [differs(path, 'an array', actual)];
  return listed(wanted)
    .filter(one => !actual.some(element => findProblems(one, element, path).length === 0))
    .map(one => `${path} has no element like ${describe(one)}: ${show(actual)}.`);
}

function lacks(unwanted: Json, actual: Json | undefined, path: string): string[] {
  if (actual === undefined || actual === null) return [];
  if (!isList(actual)) return [differs(path, 'an array, or nothing', actual)];
  return listed(unwanted)
    .filter(one => actual.some(element => findProblems(one, element, path).length === 0))
    .map(one => `${path} has an element like ${describe(one)}, and must not: ${show(actual)}.`);
}

function each(expected: Json, actual: Json | undefined, path: string): string[] {
  if (!isList(actual)) return [differs(path, 'an array', actual)];
  return actual.flatMap((element, index) => findProblems(expected, element, `${path}[${index}]`));
}

function length(expected: Json, actual: Json | undefined, path: string): string[] {
  if (!isList(actual)) return [differs(path, 'an array', actual)];
  const { min, max } = isObject(expected) ? expected : { min: expected, max: expected };
  const isWithin = actual.length >= Number(min ?? 0) && actual.length <= Number(max ?? Infinity);
  return isWithin ? [] : [`${path} has ${elements(actual.length)} instead of ${range(min, max)}.`];
}

function range(min: Json | undefined, max: Json | undefined): string {
  if (min === max) return show(min);
  if (max === undefined) return `at least ${show(min)}`;
  return min === undefined ? `at most ${show(max)}` : `${show(min)} to ${show(max)}`;
}

function hasType(type: Json, actual: Json | undefined): boolean {
  switch (type) {
    case 'string':
      return typeof actual === 'string' && actual !== '';
    case 'integer':
      return Number.isInteger(actual);
    case 'array':
      return isList(actual);
    case 'object':
      return isObject(actual);
    default:
      return typeof actual === type;
  }
}

function isAbsent(actual: Json | undefined): boolean {
  return actual === undefined || actual === null || (isList(actual) && actual.length === 0);
}

function listed(operand: Json): readonly Json[] {
  return isList(operand) ? operand : [operand];
}

function differs(path: string, wanted: string, actual: Json | undefined): string {
  return actual === undefined
    ? `${path} is missing; expected ${wanted}.`
    : `${path} is ${/(?:^|[.":])password"?\]?$/i.test(path) ? '…' : show(actual)}; expected ${wanted}.`;
}

/** An expectation in words, as far as that is short. */
function describe(expected: Json): string {
  const operator = operatorOf(expected);
  if (!operator) return show(expected);
  const [problem = ''] = operator.check(operator.operand, undefined, '');
  return /expected (.*)\.$/.exec(problem)?.[1] ?? (isAbsentWanted(expected) ? 'nothing' : show(expected));
}

function isAbsentWanted(expected: Json): boolean {
  return isObject(expected) && '$absent' in expected;
}

/** An operand that is text. */
function nameOf(operand: Json): string {
  return typeof operand === 'string' ? operand : show(operand);
}

function elements(count: number): string {
  return count === 1 ? '1 element' : `${count} elements`;
}

/** URNs have dots and colons of their own. */
function step(path: string, key: string): string {
  return /^[\w$-]+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
}
