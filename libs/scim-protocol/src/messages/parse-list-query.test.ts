import { describe, expect, test } from 'vitest';
import { parseListQuery } from './parse-list-query.js';
import { parseProjection } from './parse-projection.js';
import { parseSearchRequest } from './parse-search-request.js';

const limits = { maxResults: 200, defaultCount: 100 };
const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

describe('parseListQuery (RFC 7644 §3.4.2)', () => {
  test('an empty query is the first page', () => {
    expect(parseListQuery({}, limits)).toEqual({ startIndex: 1, count: 100 });
  });

  test('reads every parameter, its name in any letter case', () => {
    const query = {
      FILTER: 'title pr',
      startindex: '11',
      Count: '10',
      excludedattributes: 'members, meta.version',
      sortby: 'name.familyName',
      SORTORDER: 'Descending',
    };
    expect(parseListQuery(query, limits)).toEqual({
      filter: { kind: 'present', path: { attribute: 'title' } },
      startIndex: 11,
      count: 10,
      excludedAttributes: [{ attribute: 'members' }, { attribute: 'meta', subAttribute: 'version' }],
      sortBy: { attribute: 'name', subAttribute: 'familyName' },
      sortOrder: 'descending',
    });
  });

  test.each([
    ['startIndex below 1 is 1', { startIndex: '0' }, { startIndex: 1 }],
    ['a negative startIndex is 1', { startIndex: '-5' }, { startIndex: 1 }],
    ['a negative count is 0', { count: '-1' }, { count: 0 }],
    ['count 0 stays 0', { count: '0' }, { count: 0 }],
    ['a count above the maximum is the maximum', { count: '5000' }, { count: 200 }],
    [
      'an enormous startIndex stays a safe integer',
      { startIndex: '9'.repeat(30) },
      { startIndex: Number.MAX_SAFE_INTEGER },
    ],
    ['sortOrder defaults to ascending', { sortBy: 'userName' }, { sortOrder: 'ascending' }],
  ])('%s (RFC 7644 §3.4.2.3, §3.4.2.4)', (_, query, expected) => {
    expect(parseListQuery(query, limits)).toMatchObject(expected);
  });

  test('ignores parameters it does not know and empty lists of attributes', () => {
    expect(
      parseListQuery({ aadOptscim062020: '', attributes: '', foo: ['1', '2'], filter: undefined }, limits),
    ).toEqual({
      startIndex: 1,
      count: 100,
    });
  });

  test('sortOrder alone sorts nothing', () => {
    expect(parseListQuery({ sortOrder: 'descending' }, limits)).not.toHaveProperty('sortOrder');
  });

  test.each([
    ['a number that is none', { startIndex: 'one' }],
    ['a fraction', { count: '1.5' }],
    ['an empty number', { count: '' }],
    ['a repeated parameter', { filter: ['a pr', 'b pr'] }],
    ['a parameter repeated in another letter case', { count: '1', COUNT: '2' }],
    ['a nested parameter', { filter: { eq: 'a' } }],
    ['an unknown sort order', { sortBy: 'userName', sortOrder: 'random' }],
    ['a malformed sortBy', { sortBy: 'a b' }],
    ['a malformed attribute name', { attributes: 'userName,a b' }],
    ['both attributes and excludedAttributes', { attributes: 'userName', excludedAttributes: 'name' }],
  ])('refuses %s with invalidValue', (_, query) => {
    expect(() => parseListQuery(query, limits)).toThrow(expect.objectContaining({ code: 'invalidValue' }));
  });

  test.each(['', 'userName'])('refuses the filter %j rather than answering everything', filter => {
    expect(() => parseListQuery({ filter }, limits)).toThrow(expect.objectContaining({ code: 'invalidFilter' }));
  });
});

describe('paging by cursor (RFC 9865 §2)', () => {
  const both = (query: Record<string, string>) => {
    const { count, ...others } = query;
    const body = { schemas: [SEARCH], ...others, ...(count !== undefined && { count: Number(count) }) };
    const parsed = parseListQuery(query, limits);
    expect(parseSearchRequest(body, limits)).toEqual(parsed);
    return parsed;
  };

  test('an empty cursor asks for the first page, another for the page it names', () => {
    expect(both({ cursor: '' })).toEqual({ startIndex: 1, count: 100, cursor: '' });
    expect(both({ cursor: 'VZUT-iy.h_E~9' })).toMatchObject({ cursor: 'VZUT-iy.h_E~9' });
    expect(parseListQuery({ Cursor: '' }, limits)).toMatchObject({ cursor: '' });
  });

  test.each([
    ['5', 5],
    ['5000', 200],
    ['0', 0],
    ['-3', 0],
  ])('a count of %s is bounded as ever, and kept as it was asked for', (count, bounded) => {
    expect(both({ cursor: '', count })).toMatchObject({ count: bounded, requestedCount: Number(count) });
  });

  test('without a cursor there is nothing to compare the count with', () => {
    expect(both({ count: '5' })).not.toHaveProperty('requestedCount');
    expect(parseSearchRequest({ schemas: [SEARCH], cursor: null, startIndex: 2 }, limits)).toMatchObject({
      startIndex: 2,
    });
  });

  test.each(['a b', 'a/b', 'a=', 'é', 'a'.repeat(2049)])('%j cannot be a cursor', cursor => {
    const invalidCursor = expect.objectContaining({ code: 'invalidCursor', status: 400, scimType: 'invalidCursor' });
    expect(() => parseListQuery({ cursor }, limits)).toThrow(invalidCursor);
    expect(() => parseSearchRequest({ schemas: [SEARCH], cursor }, limits)).toThrow(invalidCursor);
  });

  test('a cursor is a string', () => {
    expect(() => parseSearchRequest({ schemas: [SEARCH], cursor: 1 }, limits)).toThrow(
      expect.objectContaining({ code: 'invalidCursor' }),
    );
  });

  test('a count that is no number is invalidCount beside a cursor', () => {
    const invalidCount = expect.objectContaining({ code: 'invalidCount' });
    expect(() => parseListQuery({ cursor: '', count: 'ten' }, limits)).toThrow(invalidCount);
    expect(() => parseSearchRequest({ schemas: [SEARCH], cursor: '', count: 1.5 }, limits)).toThrow(invalidCount);
  });

  test('cursor and startIndex ask for two methods at once (RFC 9865 §2.4)', () => {
    const invalidValue = expect.objectContaining({ code: 'invalidValue' });
    expect(() => parseListQuery({ cursor: '', startIndex: '1' }, limits)).toThrow(invalidValue);
    expect(() => parseSearchRequest({ schemas: [SEARCH], cursor: 'x', startIndex: 1 }, limits)).toThrow(invalidValue);
  });
});

describe('parseProjection (RFC 7644 §3.9)', () => {
  test('reads the names with their URNs', () => {
    expect(parseProjection({ attributes: 'userName,urn:example:2.0:User:badge' })).toEqual({
      attributes: [{ attribute: 'userName' }, { urn: 'urn:example:2.0:User', attribute: 'badge' }],
    });
    expect(parseProjection({ excludedAttributes: 'members' })).toEqual({
      excludedAttributes: [{ attribute: 'members' }],
    });
    expect(parseProjection({})).toEqual({});
  });
});

describe('parseSearchRequest (RFC 7644 §3.4.3)', () => {
  test('gives what the same query by GET gives', () => {
    const body = {
      schemas: [SEARCH.toUpperCase()],
      Filter: 'title pr',
      attributes: ['userName'],
      startIndex: 0,
      count: 999,
      sortBy: 'userName',
      sortOrder: null,
    };
    const query = { filter: 'title pr', attributes: 'userName', startIndex: '0', count: '999', sortBy: 'userName' };
    expect(parseSearchRequest(body, limits)).toEqual(parseListQuery(query, limits));
  });

  test.each([
    ['a list', []],
    ['no schemas', {}],
    ['an empty list of schemas', { schemas: [] }],
    ['another schema', { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] }],
    ['a member given twice', { schemas: [SEARCH], count: 1, Count: 2 }],
  ])('refuses %s with invalidSyntax', (_, body) => {
    expect(() => parseSearchRequest(body, limits)).toThrow(expect.objectContaining({ code: 'invalidSyntax' }));
  });

  test.each([
    { filter: 1 },
    { attributes: 'userName' },
    { excludedAttributes: [1] },
    { startIndex: '1' },
    { count: 1.5 },
  ])('refuses %j with invalidValue', part => {
    expect(() => parseSearchRequest({ schemas: [SEARCH], ...part }, limits)).toThrow(
      expect.objectContaining({ code: 'invalidValue' }),
    );
  });
});
