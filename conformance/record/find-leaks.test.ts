import { describe, expect, it } from 'vitest';
import type { Exchange } from '../runner/profile/exchange.ts';
import { findLeaks, writtenIn } from './find-leaks.ts';
import { readHar } from './har.ts';
import { har } from './test/tenant-traffic.ts';
import { toExchanges } from './to-exchanges.ts';

const traffic = readHar(har);
const { exchanges } = toExchanges(traffic);
const inHeader = (value: string) =>
  findLeaks(traffic, new Map([['profile', { headers: [value], content: [] }]]), new Set());

describe('findLeaks', () => {
  it('finds an original text', () => {
    const files = [...exchanges].map(([name, exchange]) => [name, writtenIn(exchange)] as const);
    expect(findLeaks(traffic, new Map(files), new Set())).toEqual([]);
    const leaking = {
      ...(exchanges.get('03-create-user') as Exchange),
      request: { method: 'GET', path: '/Users?filter=x+eq+%22Cloud+Bursting%22' },
    } as const;
    expect(findLeaks(traffic, new Map([['07-x', writtenIn(leaking)]]), new Set())).toEqual([
      'a text of request 3 is in 07-x.json',
    ]);
  });

  it('finds an original text in a header', () => {
    expect(inHeader('Okta SCIM Client 1.0.0')).toEqual([]);
    expect(inHeader('Okta SCIM Client 1.0.0 Wolkenbruch')).toEqual(['a text of request 3 is in profile.json']);
  });

  it('finds what was free text in a header', () => {
    const [first] = traffic;
    const requestHeaders = { 'User-Agent': 'Okta SCIM Client 1.0.0 Gewitterfront', 'Accept-Encoding': 'gzip, Zausel' };
    const odd = first ? [{ ...first, requestHeaders }] : [];
    const find = (value: string) =>
      findLeaks(odd, new Map([['profile', { headers: [value], content: [] }]]), new Set());
    expect(find('gewitterfront/1.0')).toHaveLength(1);
    expect(find('gzip, zausel')).toHaveLength(1);
    expect(find('gzip')).toEqual([]);
  });

  it('takes nobody for found who is called as clients are', () => {
    const [first] = traffic;
    const asClient = first ? [{ ...first, requestBody: '{"userType":"Client"}' }] : [];
    const find = (written: Parameters<typeof writtenIn>[0]) =>
      findLeaks(asClient, new Map([['x', writtenIn(written)]]), new Set());
    const exchange = exchanges.get('02-find-user-absent') as Exchange;
    const headers = { 'User-Agent': 'Okta SCIM Client 1.0.0' };
    expect(find({ ...exchange, request: { ...exchange.request, headers } })).toEqual([]);
    expect(find({ ...exchange, request: { ...exchange.request, body: 'Client' } })).toHaveLength(1);
  });
});
