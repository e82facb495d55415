import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';
import { DataDirectory } from './data-directory.js';
import { DemoClient } from './demo-client.js';
import { ServiceProcess } from '../../../tools/testing/service-process.js';

let directory: DataDirectory;
let service: ServiceProcess;
let client: DemoClient;

beforeAll(async () => {
  directory = await DataDirectory.make();
  service = await ServiceProcess.start({
    DATABASE_URL: await emptyDatabaseUrl(),
    POSTERN_DATA_DIR: directory.path,
    REQUEST_RECEIVE_TIMEOUT_SECONDS: '1',
  });
  client = new DemoClient(service, await directory.demo());
});
afterAll(async () => {
  await service.stop();
  await directory.remove();
});

/** What the service sends back, and whether it has hung up. */
async function open(): Promise<{ socket: Socket; received: string; hasEnded: boolean }> {
  const socket = connect(service.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const seen = { socket, received: '', hasEnded: false };
  socket.setEncoding('utf8').on('data', (part: string) => (seen.received += part));
  socket.on('close', () => (seen.hasEnded = true)).on('error', () => {});
  await new Promise(resolve => socket.once('connect', resolve));
  return seen;
}

const headersOf = (length: number) => {
  const { url, headers } = client.creation;
  const lines = Object.entries({ ...headers, Host: 'scim', 'Content-Length': length });
  return `POST ${new URL(url).pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`;
};

test.each([
  ['sends its headers for ever', () => headersOf(100)],
  ['sends its body for ever', () => `${headersOf(100)}\r\n{"schemas"`],
  ['sends nothing', () => ''],
])('a client that %s is answered 408 and hung up on', async (_, sent) => {
  const seen = await open();
  seen.socket.write(sent());
  await expect.poll(() => seen.hasEnded, { timeout: 5000 }).toBe(true);
  expect(seen.received).toMatch(/^HTTP\/1\.1 408 /);
});

test('a client that keeps its connection for the next request is not hung up on', async () => {
  const seen = await open();
  seen.socket.write('GET /healthz HTTP/1.1\r\nHost: scim\r\n\r\n');
  await expect.poll(() => seen.received).toContain('HTTP/1.1 200 ');
  const slow = await open();
  await expect.poll(() => slow.hasEnded, { timeout: 5000 }).toBe(true);
  expect(seen.hasEnded).toBe(false);
});
