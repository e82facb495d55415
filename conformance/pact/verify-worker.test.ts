import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Exchange } from '../runner/profile/exchange.ts';
import type { Profile } from '../runner/profile/profile.ts';
import type { Verified } from './judge.ts';
import { toPact } from './to-pact.ts';

const plain = {
  records: [],
  title: 'T',
  when: 'w',
  evidence: 'derived',
  source: 's',
  whenWrong: 'x',
  hint: 'y',
} as const;
const read = (response: Exchange['response']): Exchange => ({
  ...plain,
  given: [{ user: 'alice' }],
  request: { method: 'GET', path: '/Users/{{alice.id}}' },
  response,
});
const profile: Profile = {
  name: 'tiny',
  description: {
    title: 'Tiny',
    identityProvider: 'Tiny',
    headers: {},
    bodyHeaders: {},
    externalIds: { user: '#', group: '#' },
  },
  exchanges: new Map<string, Exchange>([
    ['01-right', read({ status: 200, body: { id: '{{alice.id}}', userName: '{{alice.userName}}' } })],
    ['02-wrong', read({ status: 200, body: { userName: 'somebody else' } })],
    ['03-other-answer', read([{ status: 204, empty: true }, { status: 200 }])],
    ['04-lacking', { ...read({ status: 200 }), needs: ['groups'] }],
    [
      '05-wrong-token',
      { ...plain, request: { method: 'GET', path: '/Users', credential: 'wrong' }, response: { status: 401 } },
    ],
    [
      '06-revoked',
      { ...plain, request: { method: 'GET', path: '/Users', credential: 'revoked' }, response: { status: 401 } },
    ],
    ['07-redirected', { ...plain, request: { method: 'GET', path: '/Schemas' }, response: { status: 200 } }],
    ['08-redirect-wanted', { ...plain, request: { method: 'GET', path: '/Schemas' }, response: { status: 302 } }],
  ]),
  stories: new Map(),
};

/** Knows users by their ids, and nothing else. */
const users = new Map<string, object>();
let most = 0;
/** Where a redirect leads, and nobody is to go. */
const strayed: string[] = [];
const elsewhere = http.createServer(({ url = '' }, response) => {
  strayed.push(url);
  response.writeHead(200, { 'Content-Type': 'application/scim+json' }).end('{}');
});
const portOf = (listening: http.Server) => (listening.address() as AddressInfo).port;
const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const [status, body] = answer(request, Buffer.concat(chunks).toString());
    const location = status === 302 && { Location: `http://127.0.0.1:${portOf(elsewhere)}/` };
    response.writeHead(status, { 'Content-Type': 'application/scim+json', ...location });
    response.end(body && JSON.stringify(body));
  });
});

function answer({ method, url = '', headers }: http.IncomingMessage, body: string): [number, object?] {
  if (headers.authorization !== 'Bearer right') return [401, {}];
  if (url.endsWith('/Schemas')) return [302, {}];
  const [, id = ''] = /\/Users\/(.+)$/.exec(url) ?? [];
  if (method === 'POST') {
    const resource = { ...(JSON.parse(body) as object), id: `id-${users.size + 1}` };
    users.set(resource.id, resource);
    most = Math.max(most, users.size);
    return [201, resource];
  }
  if (method === 'DELETE') return [users.delete(id) ? 204 : 404];
  const user = users.get(id);
  if (id) return user ? [200, user] : [404, {}];
  return url.includes('/Users') ? [200, { totalResults: users.size, Resources: [...users.values()] }] : [404, {}];
}

beforeAll(async () => {
  for (const each of [server, elsewhere]) {
    each.listen(0, '127.0.0.1');
    await once(each, 'listening');
  }
});
afterAll(() => {
  for (const each of [server, elsewhere]) {
    each.closeAllConnections();
    each.close();
  }
});

it('verifies against any server, with what is given set up by SCIM and cleared up after', async () => {
  const baseUrl = `http://127.0.0.1:${portOf(server)}/scim/v2`;
  const worker = fork(join(import.meta.dirname, 'verify-worker.ts'), { serialization: 'advanced', silent: true });
  const target = { name: 'tiny', baseUrl, token: 'right' };
  worker.send({ profile, pact: toPact(profile), target, allowExisting: false });
  const [{ verified }] = (await once(worker, 'message')) as [{ verified: readonly Verified[] }];
  expect(verified.map(({ description, verdict }) => [description, verdict])).toEqual([
    ['01-right: T', 'passed'],
    ['02-wrong: T', 'failed'],
    ['03-other-answer: T', 'passed'],
    ['04-lacking: T', 'not-supported'],
    ['05-wrong-token: T', 'passed'],
    ['06-revoked: T', 'skipped'],
    ['07-redirected: T', 'failed'],
    ['08-redirect-wanted: T', 'passed'],
  ]);
  expect(verified[1]).toMatchObject({
    problems: [expect.stringContaining('somebody else')],
    advice: ['When wrong: x', 'Look first: y'],
  });
  expect(verified[6]?.problems).toContain('The redirect was not followed.');
  expect(strayed).toEqual([]);
  expect(most).toBe(1);
  expect(users.size).toBe(0);
}, 20_000);
