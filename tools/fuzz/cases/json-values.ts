import fc, { type Arbitrary } from 'fast-check';
import { text } from './text.ts';

/** A JSON value; `undefined` never. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const memberName: Arbitrary<string> = fc.oneof(
  fc.constantFrom('value', 'type', 'primary', 'display', '$ref', 'id', 'schemas', 'meta', 'op', 'path', '__proto__'),
  text,
);

export const scalar: Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(-1, 1e308)),
  },
);

/** Any JSON value, small. Object.fromEntries, because it makes `__proto__` an ordinary member. */
export const anyJson: Arbitrary<Json> = fc.letrec<{ json: Json }>(tie => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 5, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('json'), { maxLength: 4 }) },
    {
      weight: 2,
      arbitrary: fc
        .array(fc.tuple(memberName, tie('json')), { maxLength: 4 })
        .map(entries => Object.fromEntries(entries)),
    },
  ),
})).json;

/** One change of structure somewhere in a JSON value. */
export interface Mutation {
  readonly how: 'replace' | 'remove' | 'rename' | 'listOf' | 'firstOf' | 'repeat' | 'textOf' | 'add';
  /** Which of the value's nodes, counted from the outermost; taken modulo their number. */
  readonly node: number;
  readonly name: string;
  readonly value: Json;
}

const mutation: Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom('replace', 'remove', 'rename', 'listOf', 'firstOf', 'repeat', 'textOf', 'add'),
  node: fc.nat(1000),
  name: memberName,
  value: anyJson,
});

/** Values with up to three changes of structure; one half stays whole. */
export function mutatedJson(values: Arbitrary<Json>): Arbitrary<Json> {
  const mutations = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 3 }) },
  );
  return fc.tuple(values, mutations).map(([value, list]) => list.reduce<Json>(mutate, value));
}

/** The value after the change. */
export function mutate(whole: Json, change: Mutation): Json {
  const target = change.node % countNodes(whole);
  let seen = 0;
  const visit = (value: Json): Json | undefined => {
    if (seen++ === target) return changed(value, change);
    if (Array.isArray(value)) return (value as readonly Json[]).map(visit).filter(isJson);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, member]) => {
        const isRenamed = change.how === 'rename' && seen === target;
        const result = visit(member);
        return result === undefined ? [] : [[isRenamed ? change.name : name, result]];
      }),
    );
  };
  return visit(whole) ?? null;
}

function changed(value: Json, { how, name, value: replacement }: Mutation): Json | undefined {
  switch (how) {
    case 'replace':
      return replacement;
    case 'remove':
      return undefined;
    case 'rename':
      return value;
    case 'listOf':
      return [value];
    case 'firstOf':
      return Array.isArray(value) ? ((value as readonly Json[])[0] ?? null) : { value };
    case 'repeat':
      return Array.isArray(value) ? [...(value as readonly Json[]), ...(value as readonly Json[])] : [value, value];
    case 'textOf':
      return typeof value === 'string' ? Number(value) || 0 : JSON.stringify(value);
    case 'add':
      return typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries([...Object.entries(value ?? {}), [name, replacement]])
        : replacement;
  }
}

function isJson(value: Json | undefined): value is Json {
  return value !== undefined;
}

function countNodes(value: Json): number {
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + Object.values(value).reduce<number>((sum, member) => sum + countNodes(member), 0);
}
