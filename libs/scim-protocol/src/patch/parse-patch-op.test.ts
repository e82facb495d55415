import { describe, expect, test } from 'vitest';
import { lenient } from '../tolerances.js';
import { parsePatchOp } from './parse-patch-op.js';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

function parse(...operations: unknown[]): unknown {
  return parsePatchOp({ schemas: [PATCH_OP], Operations: operations });
}

describe('parsePatchOp (RFC 7644 §3.5.2)', () => {
  test('reads operations with and without path', () => {
    expect(
      parse(
        { op: 'add', value: { title: 'x' } },
        { op: 'remove', path: 'title' },
        { op: 'replace', path: 'name.givenName', value: null },
      ),
    ).toEqual([
      { op: 'add', value: { title: 'x' } },
      { op: 'remove', path: { attributePath: { attribute: 'title' } } },
      { op: 'replace', path: { attributePath: { attribute: 'name', subAttribute: 'givenName' } }, value: null },
    ]);
  });

  test('op and member names may have any letter case and order (Entra ID sends "Replace", some "operations")', () => {
    const body = { operations: [{ VALUE: 'x', Path: 'title', Op: 'Replace' }], Schemas: [PATCH_OP.toLowerCase()] };
    expect(parsePatchOp(body)).toEqual([
      { op: 'replace', path: { attributePath: { attribute: 'title' } }, value: 'x' },
    ]);
  });

  test('a path or removed value of null counts as absent (Keycloak)', () => {
    expect(parse({ op: 'remove', path: 'members', value: null }, { op: 'add', path: null, value: {} })).toEqual([
      { op: 'remove', path: { attributePath: { attribute: 'members' } } },
      { op: 'add', value: {} },
    ]);
  });

  test('a remove keeps its value, and members that mean nothing are ignored', () => {
    expect(parse({ op: 'Remove', path: 'members', value: [], name: 'x', from: 'y' })).toEqual([
      { op: 'remove', path: { attributePath: { attribute: 'members' } }, value: [] },
    ]);
  });

  test('schemas may be missing only where that is tolerated', () => {
    const body = { Operations: [{ op: 'add', value: {} }] };
    expect(() => parsePatchOp(body)).toThrow(expect.objectContaining({ code: 'invalidSyntax' }));
    expect(parsePatchOp(body, { tolerances: lenient })).toHaveLength(1);
    expect(() => parsePatchOp({ ...body, schemas: ['urn:x'] }, { tolerances: lenient })).toThrow(PATCH_OP);
  });

  test('the number of operations can be limited', () => {
    const body = {
      schemas: [PATCH_OP],
      Operations: [
        { op: 'add', value: {} },
        { op: 'add', value: {} },
      ],
    };
    expect(parsePatchOp(body, { maxOperations: 2 })).toHaveLength(2);
    expect(() => parsePatchOp(body, { maxOperations: 1 })).toThrow('at most 1 operations; this has 2');
  });

  test('has at most 1,000 conditions in its paths, all operations together', () => {
    const path = (count: number) => `emails[${Array.from({ length: count }, () => 'value eq "a"').join(' or ')}]`;
    const remove = (...counts: number[]) => ({
      schemas: [PATCH_OP],
      Operations: counts.map(count => ({ op: 'remove', path: path(count) })),
    });
    expect(parsePatchOp(remove(200, 200, 200, 200, 200))).toHaveLength(5);
    expect(() => parsePatchOp(remove(200, 200, 200, 200, 200, 1))).toThrow('at most 1000 conditions; these have 1001');
  });

  test.each([
    ['a body that is no object', []],
    [
      'other schemas',
      { schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], Operations: [{ op: 'add', value: {} }] },
    ],
    ['no Operations', { schemas: [PATCH_OP] }],
    ['Operations that are no list', { schemas: [PATCH_OP], Operations: {} }],
    ['an empty list of Operations', { schemas: [PATCH_OP], Operations: [] }],
    ['Operations twice', { schemas: [PATCH_OP], Operations: [{ op: 'add', value: {} }], operations: [] }],
  ])('refuses %s with invalidSyntax', (_, body) => {
    expect(() => parsePatchOp(body)).toThrow(expect.objectContaining({ code: 'invalidSyntax' }));
  });

  test.each([
    ['an operation that is no object', 'add', 'invalidSyntax'],
    ['no op', { path: 'title', value: 'x' }, 'invalidSyntax'],
    ['an unknown op', { op: 'move', path: 'title', value: 'x' }, 'invalidSyntax'],
    ['an op that is no string', { op: ['add'], path: 'title', value: 'x' }, 'invalidSyntax'],
    ['two ops', { op: 'add', Op: 'remove', path: 'title', value: 'x' }, 'invalidSyntax'],
    ['a path that is no string', { op: 'add', path: ['title'], value: 'x' }, 'invalidPath'],
    ['a malformed path', { op: 'add', path: 'emails[', value: 'x' }, 'invalidPath'],
    ['an empty path', { op: 'add', path: '', value: 'x' }, 'invalidPath'],
    ['a remove without path', { op: 'remove' }, 'noTarget'],
    ['an add without value', { op: 'add', path: 'title' }, 'invalidValue'],
    ['a replace without value', { op: 'replace' }, 'invalidValue'],
  ])('refuses %s', (_, operation, code) => {
    expect(() => parse({ op: 'add', value: {} }, operation)).toThrow(expect.objectContaining({ code }));
  });

  test('says which operation is wrong', () => {
    expect(() => parse({ op: 'add', value: {} }, { op: 'remove' })).toThrow('Operation 2');
  });
});
