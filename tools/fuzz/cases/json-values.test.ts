import { describe, expect, it } from 'vitest';
import { type Json, mutate, type Mutation } from './json-values.ts';

const body = { schemas: ['urn:a'], Operations: [{ op: 'add', value: 1 }] };

function change(how: Mutation['how'], node: number, whole: Json = body): Json {
  return mutate(whole, { how, node, name: 'odd', value: 'new' });
}

describe('mutate', () => {
  // Nodes, outermost first: 0 body, 1 schemas, 2 urn:a, 3 Operations, 4 its first, 5 op, 6 value.
  it.each<[Mutation['how'], number, Json]>([
    ['replace', 5, { schemas: ['urn:a'], Operations: [{ op: 'new', value: 1 }] }],
    ['remove', 1, { Operations: [{ op: 'add', value: 1 }] }],
    ['remove', 2, { schemas: [], Operations: [{ op: 'add', value: 1 }] }],
    ['rename', 3, { schemas: ['urn:a'], odd: [{ op: 'add', value: 1 }] }],
    ['listOf', 6, { schemas: ['urn:a'], Operations: [{ op: 'add', value: [1] }] }],
    ['firstOf', 3, { schemas: ['urn:a'], Operations: { op: 'add', value: 1 } }],
    ['firstOf', 6, { schemas: ['urn:a'], Operations: [{ op: 'add', value: { value: 1 } }] }],
    ['repeat', 1, { schemas: ['urn:a', 'urn:a'], Operations: [{ op: 'add', value: 1 }] }],
    ['textOf', 4, { schemas: ['urn:a'], Operations: ['{"op":"add","value":1}'] }],
    ['add', 4, { schemas: ['urn:a'], Operations: [{ op: 'add', value: 1, odd: 'new' }] }],
    ['remove', 0, null],
  ])('%s of node %i', (how, node, expected) => {
    expect(change(how, node)).toEqual(expected);
  });

  it('counts nodes modulo their number, and leaves the original alone', () => {
    expect(change('remove', 7 + 1)).toEqual(change('remove', 1));
    expect(body).toEqual({ schemas: ['urn:a'], Operations: [{ op: 'add', value: 1 }] });
  });

  it('makes __proto__ an ordinary member', () => {
    const changed = mutate({ a: 1 }, { how: 'add', node: 0, name: '__proto__', value: 2 });
    expect(JSON.stringify(changed)).toBe('{"a":1,"__proto__":2}');
  });
});
