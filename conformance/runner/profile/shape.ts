/** Says what is wrong with a value: one sentence each, which begins with where it stands. */
export type Shape = (value: unknown, where: string) => string[];

/** Text that is not empty. */
export const text: Shape = (value, where) =>
  typeof value === 'string' && value.trim() !== '' ? [] : [`${where} must be text`];

/** `true` or `false`. */
export const flag: Shape = (value, where) => (typeof value === 'boolean' ? [] : [`${where} must be true or false`]);

/** A whole number of at least 1. */
export const count: Shape = (value, where) =>
  Number.isInteger(value) && Number(value) > 0 ? [] : [`${where} must be a whole number of at least 1`];

/** A whole number that may be 0. */
export const number: Shape = (value, where) =>
  Number.isInteger(value) && Number(value) >= 0 ? [] : [`${where} must be a whole number, 0 or more`];

/** Anything. */
export const anything: Shape = () => [];

/** One of these. */
export function oneOf(...allowed: readonly unknown[]): Shape {
  return (value, where) => (allowed.includes(value) ? [] : [`${where} must be one of ${allowed.join(', ')}`]);
}

/** Text like this. */
export function matching(pattern: RegExp, description: string): Shape {
  return (value, where) =>
    typeof value === 'string' && pattern.test(value) ? [] : [`${where} must be ${description}`];
}

/** An array of these. */
export function listOf(element: Shape, least = 0): Shape {
  return (value, where) => {
    if (!Array.isArray(value)) return [`${where} must be an array`];
    if (value.length < least) return [`${where} must have at least ${least} element`];
    return value.flatMap((each, index) => element(each, `${where}[${index}]`));
  };
}

/** This, or an array of them. */
export function oneOrMore(shape: Shape): Shape {
  return (value, where) => (Array.isArray(value) ? listOf(shape, 1)(value, where) : shape(value, where));
}

/** An object with any keys, and these as values. */
export function mapOf(element: Shape): Shape {
  return (value, where) =>
    isRecord(value)
      ? Object.entries(value).flatMap(([key, each]) => element(each, `${where}.${key}`))
      : [`${where} must be an object`];
}

/** An object with these keys and no others. */
export function record(
  required: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const known: Readonly<Record<string, Shape>> = { ...required, ...optional };
  return (value, where) => {
    if (!isRecord(value)) return [`${where || 'the file'} must be an object`];
    const inside = (key: string) => (where ? `${where}.${key}` : key);
    return [
      ...Object.keys(required)
        .filter(key => !Object.hasOwn(value, key))
        .map(key => `${inside(key)} is missing`),
      ...Object.entries(value).flatMap(([key, each]) => {
        const shape = Object.hasOwn(known, key) ? known[key] : undefined;
        return shape ? shape(each, inside(key)) : [`${inside(key)} is not known`];
      }),
    ];
  };
}

/** The shape that belongs to the one of these keys which the object has. */
export function byKey(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, where) => {
    const key = isRecord(value) ? Object.keys(shapes).find(each => Object.hasOwn(value, each)) : undefined;
    const shape = key === undefined ? undefined : shapes[key];
    return shape ? shape(value, where) : [`${where} must have one of ${Object.keys(shapes).join(', ')}`];
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
