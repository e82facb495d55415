import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrivateNetworks } from './private-networks.js';
import { SafeFetch } from './safe-fetch.js';
import { SafeFetchError } from './safe-fetch-error.js';

const limits = { maxBytes: 1000, timeoutMs: 5000 };
const loopback = PrivateNetworks.parse('127.0.0.0/8');

let server: Server;
let port: number;
let answer: RequestListener;
let asked = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked++;
    answer(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close().closeAllConnections());

/** A resolver that gives one answer after the other. */
function answering(...answers: string[][]): (hostname: string) => Promise<LookupAddress[]> {
  return async () => (answers.shift() ?? []).map(address => ({ address, family: address.includes(':') ? 6 : 4 }));
}

/** What is thrown, or nothing. */
async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof SafeFetchError ? error.code : undefined;
}

describe('without an allowed network', () => {
  const fetcher = new SafeFetch({ resolve: answering() });

  it.each([
    ['loopback', 'https://127.0.0.1/'],
    ['in decimal', 'https://2130706433/'],
    ['in octal', 'https://0177.0.0.1/'],
    ['in hexadecimal', 'https://0x7f.0x0.0x0.0x1/'],
    ['shortened', 'https://127.1/'],
    ['zero', 'https://0/'],
    ['with a trailing dot', 'https://127.0.0.1./'],
    ['in full-width digits', 'https://１２７.0.0.1/'],
    ['percent-encoded', 'https://%31%32%37.0.0.1/'],
    ['of the metadata service', 'https://169.254.169.254/latest/meta-data/'],
    ['of IPv6', 'https://[::1]/'],
    ['of IPv6, mapped', 'https://[::ffff:127.0.0.1]/'],
    ['of IPv6, mapped in hexadecimal', 'https://[::ffff:7f00:1]/'],
    ['of IPv6, compatible', 'https://[::127.0.0.1]/'],
    ['of IPv6, unspecified', 'https://[::]/'],
    ['of NAT64', 'https://[64:ff9b::7f00:1]/'],
    ['of 6to4', 'https://[2002:7f00:1::]/'],
    ['of the link', 'https://[fe80::1]/'],
  ])('an address %s is refused', async (_, url) => {
    expect(await codeOf(fetcher.get(url, limits))).toBe('address_refused');
  });

  it.each([
    ['http', 'http://idp.example.com/'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/plain,x'],
    ['a user name that looks like a host', 'https://idp.example.com@10.0.0.1/'],
    ['a password', 'https://:x@idp.example.com/'],
    ['the port of mail', 'https://idp.example.com:25/'],
    ['a host that is none', 'https://idp..example.com:99999/'],
    ['nothing', ''],
  ])('%s is refused', async (_, url) => {
    expect(await codeOf(fetcher.get(url, limits))).toBe('url_refused');
  });

  it.each([
    ['of which one address is private', ['93.184.215.14', '10.0.0.1'], 'address_refused'],
    ['that is loopback', ['::1'], 'address_refused'],
    ['without an address', [], 'unresolved'],
  ])('a name %s is refused', async (_, addresses, code) => {
    const named = new SafeFetch({ resolve: answering(addresses) });
    expect(await codeOf(named.get('https://idp.example.com/', limits))).toBe(code);
    expect(
      await codeOf(
        new SafeFetch({ resolve: answering(addresses) }).post('https://idp.example.com/', { ...limits, body: '' }),
      ),
    ).toBe(code);
  });

  it('a name that cannot be looked up is unresolved', async () => {
    const named = new SafeFetch({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    expect(await codeOf(named.get('https://idp.example.com/', limits))).toBe('unresolved');
  });
});

it('a name that is public at first and private then (rebinding) is looked up once, and called where it was checked', async () => {
  answer = (_, response) => response.end('ok');
  const before = asked;
  // Once per connection: the second answer is the one that is refused.
  const fetcher = new SafeFetch({
    allowedPrivateNetworks: loopback,
    resolve: answering(['127.0.0.1'], ['10.0.0.1']),
  });
  const url = `http://idp.example.com:${port}/`;
  expect(String((await fetcher.get(url, limits)).body)).toBe('ok');
  expect(await codeOf(fetcher.get(url, limits))).toBe('address_refused');
  expect(asked - before).toBe(1);
});

describe('with an allowed network', () => {
  const fetcher = new SafeFetch({ allowedPrivateNetworks: loopback });
  const url = () => `http://127.0.0.1:${port}/keys`;

  it('answers what is there', async () => {
    answer = ({ headers, method, url: path }, response) =>
      response
        .writeHead(404, { 'Content-Type': 'application/json' })
        .end(JSON.stringify([method, path, headers.accept, headers.host]));
    const { status, contentType, body } = await fetcher.get(url(), { ...limits, accept: 'application/json' });
    expect([status, contentType]).toEqual([404, 'application/json']);
    expect(JSON.parse(String(body))).toEqual(['GET', '/keys', 'application/json', `127.0.0.1:${port}`]);
  });

  it('posts', async () => {
    answer = (request, response) => {
      response.write(`${request.method} ${String(request.headers['x-id'])} `);
      request.pipe(response);
    };
    const { body } = await fetcher.post(url(), { ...limits, body: 'hello', headers: { 'X-Id': '7' } });
    expect(String(body)).toBe('POST 7 hello');
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('unpacks %s', async (encoding, compress) => {
    answer = (_, response) => response.writeHead(200, { 'Content-Encoding': encoding }).end(compress('hello'));
    expect(String((await fetcher.get(url(), limits)).body)).toBe('hello');
  });

  it('takes plain http to no other address', async () => {
    const named = new SafeFetch({ allowedPrivateNetworks: loopback, resolve: answering(['93.184.215.14']) });
    expect(await codeOf(named.get('http://idp.example.com/', limits))).toBe('address_refused');
    expect(await codeOf(fetcher.get('http://93.184.215.14/', limits))).toBe('address_refused');
    expect(await codeOf(fetcher.get('https://93.184.215.14:25/', limits))).toBe('address_refused');
  });

  it.each([
    ['an endless body', 'too_large', {}, 'x'.repeat(4000)],
    [
      'a body that is large only when unpacked',
      'too_large',
      { 'Content-Encoding': 'gzip' },
      gzipSync('x'.repeat(100_000)),
    ],
    ['a body that is not encoded as it says', 'unreadable', { 'Content-Encoding': 'gzip' }, 'hello'],
    ['an encoding that was not asked for', 'unreadable', { 'Content-Encoding': 'zstd' }, 'hello'],
  ])('%s ends', async (_, code, headers, body) => {
    answer = (_request, response) => {
      response.writeHead(200, headers).write(body);
      if (!('Content-Encoding' in headers)) return;
      response.end();
    };
    expect(await codeOf(fetcher.get(url(), limits))).toBe(code);
  });

  it.each<[string, RequestListener]>([
    ['no answer', () => undefined],
    ['a body that does not end', (_, response) => response.writeHead(200).write('x')],
  ])('%s ends in time', async (_, slow) => {
    answer = slow;
    expect(await codeOf(fetcher.get(url(), { ...limits, timeoutMs: 50 }))).toBe('timed_out');
  });

  it('a connection that breaks is unreachable', async () => {
    answer = ({ socket }) => socket.destroy();
    expect(await codeOf(fetcher.get(url(), limits))).toBe('unreachable');
  });

  it('follows no redirect unless asked, and checks each', async () => {
    answer = (request, response) => {
      const to = request.url === '/keys' ? '/other' : request.url === '/out' ? 'http://10.0.0.1/' : undefined;
      if (to === undefined) response.end('there');
      else response.writeHead(302, { Location: to }).end();
    };
    expect(await codeOf(fetcher.get(url(), limits))).toBe('redirected');
    expect(await codeOf(fetcher.post(url(), { ...limits, body: 'x' }))).toBe('redirected');
    expect(String((await fetcher.get(url(), { ...limits, maxRedirects: 1 })).body)).toBe('there');
    const out = `http://127.0.0.1:${port}/out`;
    expect(await codeOf(fetcher.get(out, { ...limits, maxRedirects: 3 }))).toBe('address_refused');
    answer = (_, response) => response.writeHead(302, { Location: '/keys' }).end();
    expect(await codeOf(fetcher.get(url(), { ...limits, maxRedirects: 3 }))).toBe('redirected');
    answer = (_, response) => response.writeHead(302, { Location: 'https://[' }).end();
    expect(await codeOf(fetcher.get(url(), { ...limits, maxRedirects: 3 }))).toBe('redirected');
  });

  it('gives up when it is closed', async () => {
    const closed = new SafeFetch({ allowedPrivateNetworks: loopback });
    await closed.close();
    expect(await codeOf(closed.get(url(), limits))).toBe('unreachable');
  });
});
