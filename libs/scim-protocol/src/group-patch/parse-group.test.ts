import { describe, expect, test } from 'vitest';
import { lenient, strictRfc } from '../tolerances.js';
import { parseGroup, replaceGroup } from './parse-group.js';

const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const base = { schemas: [GROUP], displayName: 'Poets' };

describe('parseGroup (RFC 7644 §3.3)', () => {
  test('gives the attributes and the members apart', () => {
    const members = [
      { value: 'u1', display: 'a@example.com' },
      { value: 'g1', type: 'Group', $ref: '../Groups/g1' },
    ];
    const body = { ...base, id: 'x', meta: {}, externalId: 'e1', members };
    expect(parseGroup(body, strictRfc)).toEqual({
      attributes: { displayName: 'Poets', externalId: 'e1' },
      members: [
        { value: 'u1', display: 'a@example.com' },
        { value: 'g1', type: 'Group' },
      ],
    });
  });

  test.each([
    ['left out (Entra ID, JumpCloud)', {}, undefined],
    ['null', { members: null }, []],
    ['an empty list', { members: [] }, []],
    ['in another letter case', { Members: [{ Value: 'u1' }] }, [{ value: 'u1' }]],
    ['a single object', { members: { value: 'u1' } }, [{ value: 'u1' }]],
    ['bare ids', { members: ['u1', null] }, [{ value: 'u1' }]],
    ['repeated', { members: [{ value: 'u1' }, { value: 'u1', display: 'A' }] }, [{ value: 'u1', display: 'A' }]],
    ['under a qualified name', { [`${GROUP}:members`]: [{ value: 'u1' }] }, [{ value: 'u1' }]],
    ['in a container', { [GROUP]: { members: [{ value: 'u1' }] } }, [{ value: 'u1' }]],
    ['named twice, so that the last counts', { members: ['u1'], [`${GROUP}:members`]: ['u2'] }, [{ value: 'u2' }]],
    ['named by a sub-attribute, which says nothing about whom', { 'members.value': 'u1' }, undefined],
  ])('members %s', (_, given, members) => {
    expect(parseGroup({ ...base, ...given }, lenient)).toEqual({ attributes: { displayName: 'Poets' }, members });
  });

  test("unknown schemas are tolerated (Entra ID's ADSCIM)", () => {
    const schemas = [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'];
    expect(parseGroup({ ...base, schemas }, lenient).attributes).toEqual({ displayName: 'Poets' });
    expect(() => parseGroup({ ...base, schemas }, strictRfc)).toThrow(
      expect.objectContaining({ code: 'invalidSyntax' }),
    );
  });

  test.each([
    ['a body that is no object', [], 'invalidSyntax'],
    ['a Group without a name (RFC 7643 §4.2)', { schemas: [GROUP] }, 'invalidValue'],
    ['a member without a value', { ...base, members: [{ display: 'A' }] }, 'invalidValue'],
    ['members that are no list', { ...base, members: 5 }, 'invalidSyntax'],
    ['a body without schemas', { displayName: 'Poets' }, 'invalidSyntax'],
  ])('refuses %s', (_, body, code) => {
    expect(() => parseGroup(body, lenient)).toThrow(expect.objectContaining({ code }));
  });

  test('more members than maxMembers are 413 saying the number', () => {
    const body = { ...base, members: ['u1', 'u2', 'u2'] };
    expect(parseGroup(body, lenient, { maxMembers: 3 }).members).toHaveLength(2);
    expect(() => parseGroup(body, lenient, { maxMembers: 2 })).toThrow(
      expect.objectContaining({ code: 'payloadTooLarge', message: expect.stringContaining('2 members') }),
    );
  });
});

describe('replaceGroup (RFC 7644 §3.5.1)', () => {
  const current = { displayName: 'Poets', externalId: 'e1' };
  const keeping = { ...lenient, keepsOmittedOnReplace: true };

  test('gives what the Group is afterwards; externalId survives its omission', () => {
    const body = { ...base, id: 'other', displayName: 'Writers', members: [{ value: 'u1', display: null }] };
    expect(replaceGroup(current, body, strictRfc)).toEqual({
      attributes: { displayName: 'Writers', externalId: 'e1' },
      members: [{ value: 'u1' }],
    });
  });

  test.each([
    ['left out are cleared', lenient, {}, []],
    ['left out stay, where the client does not mean to clear', keeping, {}, undefined],
    ['null are cleared', keeping, { members: null }, []],
    ['that are an empty list are cleared', keeping, { members: [] }, []],
  ])('members %s', (_, tolerances, given, members) => {
    expect(replaceGroup(current, { ...base, ...given }, tolerances).members).toEqual(members);
  });

  test('refuses a Group without a name', () => {
    expect(() => replaceGroup(current, { schemas: [GROUP] }, strictRfc)).toThrow(
      expect.objectContaining({ code: 'invalidValue' }),
    );
  });
});
