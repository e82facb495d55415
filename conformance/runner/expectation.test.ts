import { describe, expect, it } from 'vitest';
import { findProblems } from './expectation.ts';
import type { Json } from './profile/exchange.ts';

const problemsOf = (expected: Json, actual: Json | undefined) => findProblems(expected, actual, 'body');

describe('holds', () => {
  it.each<[string, Json, Json | undefined]>([
    ['the same value', 'a', 'a'],
    ['null', null, null],
    ['an object that has more', { a: 1 }, { a: 1, b: 2 }],
    ['an array, element by element', [{ a: 1 }, 2], [{ a: 1, b: 1 }, 2]],
    ['$type string', { $type: 'string' }, 'x'],
    ['$type number', { $type: 'number' }, 1.5],
    ['$type integer', { $type: 'integer' }, 2],
    ['$type boolean', { $type: 'boolean' }, false],
    ['$type array', { $type: 'array' }, []],
    ['$type object', { $type: 'object' }, {}],
    ['$regex', { $regex: '^[0-9]+$' }, '42'],
    ['$sameLetters', { $sameLetters: 'A@example.com' }, 'a@EXAMPLE.com'],
    ['$oneOf', { $oneOf: [1, { $type: 'string' }] }, 'x'],
    ['$oneOf with nothing', { $oneOf: [{ $absent: true }, ''] }, undefined],
    ['$contains', { $contains: [{ a: 1 }] }, [{ a: 2 }, { a: 1, b: 1 }]],
    ['$lacks', { $lacks: [{ a: 1 }] }, [{ a: 2 }]],
    ['$lacks of nothing at all', { a: { $lacks: [1] } }, {}],
    ['$each', { $each: { a: { $type: 'string' } } }, [{ a: 'x' }, { a: 'y' }]],
    ['$each of none', { $each: 1 }, []],
    ['$length', { $length: 2 }, [1, 2]],
    ['$length within', { $length: { min: 1, max: 2 } }, [1]],
    ['$all', { $all: [{ $type: 'array' }, { $length: 0 }] }, []],
    ['$absent of no key', { a: { $absent: true } }, {}],
    ['$absent of null', { a: { $absent: true } }, { a: null }],
    ['$absent of an empty array', { a: { $absent: true } }, { a: [] }],
    ['$min', { $min: 3 }, 3],
    ['$ref, which is a key', { $ref: 'x' }, { $ref: 'x' }],
  ])('%s', (_, expected, actual) => {
    expect(problemsOf(expected, actual)).toEqual([]);
  });
});

describe('says where, what was expected and what came', () => {
  it.each<[string, Json, Json | undefined, string]>([
    ['another value', { active: true }, { active: 'True' }, 'body.active is "True"; expected true.'],
    ['no value', { name: { a: 1 } }, { name: {} }, 'body.name.a is missing; expected 1.'],
    ['no object', { a: { b: 1 } }, { a: 'x' }, 'body.a is "x"; expected {"b":1}.'],
    ['a key with dots', { 'urn:x:2.0': 1 }, {}, 'body["urn:x:2.0"] is missing; expected 1.'],
    ['too many', [1], [1, 2], 'body has 2 elements instead of 1: [1,2].'],
    ['an element', [1, { a: 2 }], [1, { a: 3 }], 'body[1].a is 3; expected 2.'],
    ['no array', [1], {}, 'body is {}; expected [1].'],
    ['$type', { $type: 'string' }, '', 'body is ""; expected a string.'],
    ['$regex', { $regex: '^x' }, 'y', 'body is "y"; expected text that matches ^x.'],
    ['$sameLetters', { $sameLetters: 'a' }, 'b', 'body is "b"; expected "a" in upper or lower case.'],
    [
      '$oneOf',
      { $oneOf: [1, { $type: 'string' }, { $absent: true }] },
      2,
      'body is 2; expected one of: 1, a string, nothing.',
    ],
    ['$contains', { $contains: [1, 2] }, [1], 'body has no element like 2: [1].'],
    ['$contains of nothing', { $contains: [1] }, undefined, 'body is missing; expected an array.'],
    ['$lacks', { $lacks: [1] }, [1, 2], 'body has an element like 1, and must not: [1,2].'],
    ['$each', { $each: { a: 1 } }, [{ a: 1 }, {}], 'body[1].a is missing; expected 1.'],
    ['$length', { $length: 1 }, [], 'body has 0 elements instead of 1.'],
    ['$length at least', { $length: { min: 2 } }, [1], 'body has 1 element instead of at least 2.'],
    ['$all', { $all: [1, 2] }, 1, 'body is 1; expected 2.'],
    ['$absent', { a: { $absent: true } }, { a: '' }, 'body.a is ""; expected nothing.'],
    ['$min', { $min: 3 }, 2, 'body is 2; expected at least 3.'],
  ])('%s', (_, expected, actual, problem) => {
    expect(problemsOf(expected, actual)).toEqual([problem]);
  });

  it('cuts what is long', () => {
    expect(problemsOf(1, 'x'.repeat(1000))[0]?.length).toBeLessThan(220);
  });
});

it('a pattern that is none is a problem, and no exception', () => {
  expect(findProblems({ $regex: '(' }, 'x', 'body.id')).toEqual([
    'body.id cannot be compared: "(" is no regular expression.',
  ]);
});

it.each([
  [{ password: { $absent: true } }, { password: 'secret' }],
  [{ Resources: [] }, { Resources: [{ password: 'secret' }] }],
])('a password is not shown: %j', (expected, actual) => {
  const [problem] = findProblems(expected, actual, 'body');
  expect(problem).toContain('…');
  expect(problem).not.toContain('secret');
});
