import { describe, expect, it } from 'vitest';
import type { LintedRequest } from './finding.js';
import { lintTraffic } from './lint-traffic.js';

let number = 0;

function request(given: Partial<LintedRequest>): LintedRequest {
  return {
    id: `request-${number++}`,
    at: '2026-11-24T09:30:00.000Z',
    method: 'PATCH',
    path: '/Users/1',
    status: 200,
    scimType: null,
    detail: null,
    userAgent: null,
    adScimVersion: null,
    body: undefined,
    ...given,
  };
}

const patch = (op: string, value: unknown) => request({ body: { Operations: [{ op, path: 'active', value }] } });
const codes = (requests: readonly LintedRequest[], profile: 'entra-id' | 'okta' = 'entra-id') =>
  lintTraffic({ profile, requests }).map(({ code }) => code);

describe('Entra ID', () => {
  it.each([
    ['"Replace" and a text', [patch('Replace', 'False')], ['ENTRA_FLAG_MISSING']],
    ['"replace" and a boolean', [patch('replace', false)], []],
    ['the flag after the older dialect', [patch('replace', false), patch('Replace', 'False')], []],
    ['the older dialect after the flag', [patch('Replace', 'True'), patch('replace', true)], ['ENTRA_FLAG_MISSING']],
    ['the flag in the URL', [request({ ...patch('Replace', 'True'), path: '/Users/1?aadOptscim062020' })], []],
    ['no PATCH', [request({ method: 'GET' })], []],
  ])('%s', (_, requests, found) => {
    expect(codes(requests)).toEqual(found);
  });

  it.each([
    ['None', ['ENTRA_ACTIVE_MAPPING']],
    ['false', ['ENTRA_ACTIVE_MAPPING']],
    ['', ['ENTRA_ACTIVE_MAPPING']],
    [false, []],
    ['True', []],
  ])('"active": %j', (value, found) => {
    expect(codes([patch('replace', value)])).toEqual(found);
    expect(codes([request({ method: 'POST', path: '/Users', body: { active: value } })])).toEqual(found);
    expect(codes([patch('replace', value)], 'okta')).toEqual([]);
  });
});

describe('values lost', () => {
  const lost = (id: string, after?: unknown) =>
    request({
      method: 'PUT',
      touched: {
        type: 'User',
        id,
        changes: [{ attribute: 'title', before: 'Captain', ...(after !== undefined && { after }) }],
      },
    });

  it('by several people are found', () => {
    const [finding] = lintTraffic({ profile: 'okta', requests: [lost('1'), lost('2'), lost('3')] });
    expect(finding).toMatchObject({ code: 'VALUES_LOST', count: 3, message: expect.stringContaining('"title"') });
  });

  it.each([
    ['by one person several times', [lost('1'), lost('1'), lost('1')]],
    ['by few people', [lost('1'), lost('2')]],
    ['for another', [lost('1', 'Major'), lost('2', 'Major'), lost('3', 'Major')]],
  ])('%s are not', (_, requests) => {
    expect(codes(requests, 'okta')).toEqual([]);
  });
});

describe('ids that are gone', () => {
  const stale = (path: string, count: number) => Array.from({ length: count }, () => request({ path, status: 404 }));

  it('in a burst are found, with what to do at that identity provider', () => {
    const [finding] = lintTraffic({ profile: 'entra-id', requests: stale('/Users/1', 6) });
    expect(finding).toMatchObject({
      code: 'STALE_IDS',
      count: 6,
      clickPath: expect.stringContaining('Restart provisioning'),
    });
    expect(finding?.requestIds).toHaveLength(5);
  });

  it.each([
    ['now and then', stale('/Users/1', 4)],
    ['of no resource', stale('/Robots', 6)],
  ])('%s are not', (_, requests) => {
    expect(codes(requests)).toEqual([]);
  });
});
