import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';
import { DataDirectory, isPortOpen, query } from './data-directory.js';
import { DemoClient, userBody } from './demo-client.js';
import { ServiceProcess, type Settings } from '../../../tools/testing/service-process.js';

const run = promisify(execFile);

/** Made by the first start, and kept by all that follow. */
let data: DataDirectory;
let current: ServiceProcess | undefined;

beforeAll(async () => {
  data = await DataDirectory.make();
  current = await ServiceProcess.start({ POSTERN_DATA_DIR: data.path });
});
afterAll(async () => {
  await current?.stop();
  await data.remove();
});

/** The service on the kept data: the one that runs, or a next one when the test before has ended it. */
async function running(): Promise<ServiceProcess> {
  if (current?.hasEnded !== false) current = await ServiceProcess.start({ POSTERN_DATA_DIR: data.path });
  return current;
}

/** Starts what is expected to end by itself. */
function launch({ onTestFinished }: TestContext, settings: Settings): ServiceProcess {
  const service = ServiceProcess.launch({ PORT: '0', ...settings });
  onTestFinished(async () => void (await service.kill()));
  return service;
}

/** Starts a service of the test's own. */
async function start({ onTestFinished }: TestContext, settings: Settings, app?: string): Promise<ServiceProcess> {
  const service = await ServiceProcess.start(settings, app);
  onTestFinished(async () => void (await service.stop()));
  return service;
}

/** A directory of the test's own. */
async function aDataDirectory({ onTestFinished }: TestContext): Promise<DataDirectory> {
  const directory = await DataDirectory.make();
  onTestFinished(() => directory.remove());
  return directory;
}

async function clientOf(service: ServiceProcess, directory = data): Promise<DemoClient> {
  return new DemoClient(service, await directory.demo());
}

describe('a first start with nothing but a data directory and a port', () => {
  test('writes what it takes to try it into demo.json, for its owner only', async () => {
    const { origin } = await running();
    const { scimToken, adminApiKey, enterpriseId, connectionId, assistantUrl, ...urls } = await data.demo();
    const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
    expect([enterpriseId, connectionId]).toEqual([expect.stringMatching(id), expect.stringMatching(id)]);
    expect(scimToken).toMatch(/^ptn_scim_[0-9a-f]{72}$/);
    expect(adminApiKey).toMatch(/^ptn_api_[0-9a-f]{72}$/);
    expect(assistantUrl.replace(/[0-9a-f]{72}$/, '…')).toBe(`${origin}/assistant/#ptn_setup_…`);
    expect(urls).toEqual({
      publicUrl: origin,
      scimBaseUrl: `${origin}/scim/${connectionId}/v2`,
      adminBaseUrl: `${origin}/api/v1`,
    });
    expect((await stat(data.file('demo.json'))).mode & 0o777).toBe(0o600);
  });

  test('prints a command that creates a person', async () => {
    const service = await running();
    const command = /^ {2}(curl [^]*?)\n\n/m.exec(service.output)?.[1] ?? '';
    const answer = await runCurl(command);
    expect(answer).toEqual({ status: 201, body: expect.objectContaining({ userName: 'ava@example.com' }) });
    expect(await (await clientOf(service)).find('ava@example.com')).toHaveLength(1);
  });

  test('does not print the key for administration', async () => {
    expect((await running()).output).not.toContain((await data.demo()).adminApiKey);
  });

  test.each([
    '/healthz',
    '/readyz',
    '/scim/healthz',
    '/sso/healthz',
    '/api/healthz',
    '/assistant/',
    '/.well-known/oauth-authorization-server/scim/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11',
  ])('answers %s', async path => {
    expect(await (await running()).statusOf(path)).toBe(200);
  });
});

describe.concurrent('a start that cannot succeed ends with exit code 1', () => {
  test('on a taken port, naming it and another, and leaves the running PostgreSQL alone', async context => {
    const first = await running();
    const postmaster = data.postmaster();
    const second = launch(context, { POSTERN_DATA_DIR: data.path, PORT: String(first.port) });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`Port ${first.port} on 127.0.0.1 is taken`);
    expect(second.output).toContain(`PORT=${first.port + 1}`);
    expect(data.postmaster()).toEqual(postmaster);
    expect(await first.statusOf('/readyz')).toBe(200);
  });

  test('on a data directory that another one uses, which goes on', async context => {
    const first = await running();
    const postmaster = data.postmaster();
    const second = launch(context, { POSTERN_DATA_DIR: data.path });
    expect(await second.ended).toBe(1);
    expect(second.output).toMatch(/^Another Postern is running on the data directory .*: stop it/);
    expect(data.postmaster()).toEqual(postmaster);
    expect(await first.statusOf('/readyz')).toBe(200);
  });

  test('with wrong settings, naming each with an example, and makes no files', async context => {
    const directory = await aDataDirectory(context);
    const settings = { NODE_ENV: 'production', PORT: 'abc', POSTERN_DATA_DIR: directory.path };
    const service = launch(context, settings);
    expect(await service.ended).toBe(1);
    expect(service.output).toMatch(/^ {2}PORT: .*not a number.*\n {4}for example: PORT=3000$/m);
    expect(service.output).toMatch(/^ {2}DATABASE_URL: is required when NODE_ENV=production\n {4}for example: /m);
    expect(service.output).toMatch(/^ {2}PUBLIC_URL: is required when NODE_ENV=production\n {4}for example: /m);
    expect(service.output).toMatch(/^ {2}SECRETS_KEY: is required .*\n {4}for example: SECRETS_KEY=\$\(openssl /m);
    expect(existsSync(directory.path)).toBe(false);
  });

  test('with a DATABASE_URL that nobody answers, naming the address and not the password', async context => {
    const service = launch(context, { DATABASE_URL: 'postgresql://postern:not-to-be-shown@127.0.0.1:1/postern' });
    expect(await service.ended).toBe(1);
    expect(service.output).toContain('127.0.0.1:1');
    expect(service.output).not.toContain('not-to-be-shown');
  });
});

describe.concurrent('with a DATABASE_URL', () => {
  test('production makes the tables and seeds nothing', async context => {
    const url = await emptyDatabaseUrl();
    const directory = await aDataDirectory(context);
    const service = await start(context, {
      NODE_ENV: 'production',
      DATABASE_URL: url,
      PUBLIC_URL: 'https://sso.example.com',
      SECRETS_KEY: randomBytes(32).toString('base64'),
      POSTERN_DATA_DIR: directory.path,
    });
    expect(await service.statusOf('/readyz')).toBe(200);
    expect(await query(url, 'select from enterprises')).toEqual([]);
    expect(await query(url, 'select from api_keys')).toEqual([]);
    expect(existsSync(directory.path)).toBe(false);
    expect(service.output).not.toContain('ptn_');
  });

  test('a SECRETS_KEY that is not the one that has sealed stops the start, and the right one does not', async context => {
    const keys = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')] as const;
    const settings = {
      NODE_ENV: 'production',
      DATABASE_URL: await emptyDatabaseUrl(),
      PUBLIC_URL: 'https://sso.example.com',
      SECRETS_KEY: keys[0],
    };
    await (await start(context, settings)).stop();
    const wrong = launch(context, { ...settings, SECRETS_KEY: keys[1] });
    expect(await wrong.ended).toBe(1);
    expect(wrong.output).toMatch(/^SECRETS_KEY does not hold the key [0-9a-f]{16}, .* SECRETS_KEY=new,old/m);
    expect(wrong.output).not.toContain(keys[1]);
    const rotated = await start(context, { ...settings, SECRETS_KEY: `${keys[1]},${keys[0]}` }, 'enterprise-admin');
    expect(await rotated.statusOf('/readyz')).toBe(200);
  });

  test('development seeds the demo there and starts no PostgreSQL of its own', async context => {
    const url = await emptyDatabaseUrl();
    const directory = await aDataDirectory(context);
    const service = await start(context, { DATABASE_URL: url, POSTERN_DATA_DIR: directory.path });
    expect((await (await clientOf(service, directory)).create('ava@example.com')).status).toBe(201);
    expect(await query(url, 'select user_name from directory_users')).toEqual([{ user_name: 'ava@example.com' }]);
    expect(await readdir(directory.path)).toEqual(['demo.json', 'secrets.key']);
    expect((await stat(join(directory.path, 'secrets.key'))).mode & 0o777).toBe(0o600);
  });

  test('each service also starts alone, all at once on an empty database', async context => {
    const directory = await aDataDirectory(context);
    const settings = { DATABASE_URL: await emptyDatabaseUrl(), POSTERN_DATA_DIR: directory.path };
    const prefixes = { scim: '/scim', sso: '/sso', 'enterprise-admin': '/api' };
    const statuses = await Promise.all(
      Object.keys(prefixes).map(async app => {
        const service = await start(context, settings, app);
        const paths = ['/readyz', ...Object.values(prefixes).map(prefix => `${prefix}/healthz`)];
        return [app, ...(await Promise.all(paths.map(path => service.statusOf(path))))];
      }),
    );
    expect(statuses).toEqual([
      ['scim', 200, 200, 404, 404],
      ['sso', 200, 404, 200, 404],
      ['enterprise-admin', 200, 404, 404, 200],
    ]);
    expect(await readdir(directory.path)).toEqual(['secrets.key']);
  });
});

describe('SIGTERM', () => {
  test('lets a request under way be answered, then ends the service and its PostgreSQL at once with exit code 0', async ({
    onTestFinished,
  }) => {
    const service = await running();
    const { port } = data.postmaster()!;
    const silent = connect(service.port, '127.0.0.1');
    onTestFinished(() => void silent.destroy());
    const post = await beginCreation(service);
    service.signal('SIGTERM');
    await service.waitFor('"msg":"stopping"');
    // The log line comes a moment before the port is closed.
    await expect.poll(() => isPortOpen(service.port)).toBe(false);
    expect(await post.finish('under-way@example.com')).toBe(201);
    // Both clients keep their connections open as long as they are let.
    const answered = performance.now();
    expect(await service.ended).toBe(0);
    expect(performance.now() - answered).toBeLessThan(3_000);
    expect(await isPortOpen(port)).toBe(false);
    expect(data.postmaster()).toBeUndefined();
  });

  test('during a start leaves no PostgreSQL behind', async context => {
    const service = launch(context, { POSTERN_DATA_DIR: data.path });
    while (!data.postmaster()) await sleep(1);
    await service.stop();
    // Its lock file goes when it has ended in order; the port alone may be closed because it is still starting.
    expect(data.postmaster()).toBeUndefined();
  });
});

describe('a next start', () => {
  test('keeps the data, the token and the key', async () => {
    const before = await data.demo();
    const service = await running();
    const { scimToken, adminApiKey, enterpriseId, connectionId } = before;
    expect(await data.demo()).toMatchObject({ scimToken, adminApiKey, enterpriseId, connectionId });
    const client = await clientOf(service);
    expect(await client.find('ava@example.com')).toHaveLength(1);
    expect(await client.find('under-way@example.com')).toHaveLength(1);
    expect(service.output).not.toContain(before.adminApiKey);
  });

  test('goes on where a killed service stopped, with the PostgreSQL that was left', async () => {
    const killed = await running();
    expect((await (await clientOf(killed)).create('before-kill@example.com')).status).toBe(201);
    const left = data.postmaster();
    await killed.kill();
    const client = await clientOf(await running());
    expect(data.postmaster()).toEqual(left);
    expect(await client.find('before-kill@example.com')).toHaveLength(1);
  });

  test('recovers when PostgreSQL was killed under the service, which said so and ended with exit code 1', async () => {
    const service = await running();
    expect((await (await clientOf(service)).create('before-loss@example.com')).status).toBe(201);
    data.killPostgres();
    expect(await service.ended).toBe(1);
    expect(service.output).toContain('the database stopped; start Postern again');
    const client = await clientOf(await running());
    expect(await client.find('before-loss@example.com')).toHaveLength(1);
  });

  test('without demo.json gives a new token in place of the old one', async () => {
    const before = await data.demo();
    await (await running()).stop();
    await rm(data.file('demo.json'));
    const service = await running();
    const after = await data.demo();
    expect(after.scimToken).not.toBe(before.scimToken);
    expect(await new DemoClient(service, after).find('ava@example.com')).toHaveLength(1);
    expect((await new DemoClient(service, before).send('/Users')).status).toBe(401);
  });
});

/** Sends a POST of a user up to its headers, which have arrived; finishing it gives the status of the answer. */
async function beginCreation(service: ServiceProcess): Promise<{ finish(userName: string): Promise<number> }> {
  const { url, headers } = (await clientOf(service)).creation;
  const expectation = { Expect: '100-continue', 'Transfer-Encoding': 'chunked' };
  const post = request(url, { method: 'POST', headers: { ...headers, ...expectation } });
  post.flushHeaders();
  await once(post, 'continue');
  return {
    finish: async userName => {
      post.end(userBody(userName));
      const [response] = (await once(post, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode ?? 0;
    },
  };
}

/** Runs a printed curl command in a shell, or sends what it says where there is no curl. */
async function runCurl(command: string): Promise<{ status: number; body: unknown }> {
  const hasCurl = await run('sh', ['-c', 'command -v curl']).then(
    () => true,
    () => false,
  );
  if (hasCurl) {
    const { stdout } = await run('sh', ['-c', `${command} -w '\\n%{http_code}'`]);
    const [body = '', status] = stdout.split('\n');
    return { status: Number(status), body: JSON.parse(body) };
  }
  const [, url = '', body = ''] = /POST '([^']+)'[^]*-d '([^']+)'/.exec(command) ?? [];
  const headers = [...command.matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name = '', value = '']) => [name, value]);
  const response = await fetch(url, { method: 'POST', headers: headers as [string, string][], body });
  return { status: response.status, body: await response.json() };
}
