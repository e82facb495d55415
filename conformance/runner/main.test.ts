import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from './report/report.ts';
import { FakeScimServer } from './test/fake-scim-server.ts';
import { anExchange, createExchange, description, findExchange } from './test/profiles.ts';

let server: FakeScimServer;
let folder: string;
beforeEach(async () => {
  server = await new FakeScimServer().start();
  folder = await mkdtemp(join(tmpdir(), 'conformance-main-'));
  await mkdir(join(folder, 'example'));
  await write('profile.json', description);
  await write('01-create-user.json', createExchange);
  await write('02-find-user.json', findExchange);
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function write(file: string, content: unknown): Promise<void> {
  await writeFile(join(folder, 'example', file), JSON.stringify(content));
}

function start(...options: string[]) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), '--profiles-folder', folder, ...options],
    {
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  child.stdout.on('data', chunk => (output += String(chunk)));
  child.stderr.on('data', chunk => (output += String(chunk)));
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number, output })) };
}

const run = async (...options: string[]) => start(...options).ended;
const atServer = () => ['--base-url', server.baseUrl, '--token', server.token];

describe('exit code', () => {
  it('0 when all passed', async () => {
    const { code, output } = await run(...atServer());
    expect(output).toMatch(/^passed +example {2}exchanges: 2 passed; [\d.]+ s\npassed: 1 in [\d.]+ s\n$/);
    expect(code).toBe(0);
    expect(server.users.size).toBe(0);
  });

  it('1 when something failed, which is told in full', async () => {
    server.faults = { textForBooleans: true };
    const { code, output } = await run(...atServer());
    expect(code).toBe(1);
    expect(output).toContain('FAILED  01-create-user  Create the user');
    expect(output).toContain('- body.active is "True"; expected true.');
    expect(output).toContain('What the administrator sees: Nobody is there.');
    expect(output).toContain('Hint: Look.');
    expect(output).toMatch(/> POST http.*\/Users\n.*> Authorization: Bearer \*\*\*/);
    expect(output).not.toContain(server.token);
  });

  it.each([
    ['a token that is refused', () => ['--base-url', server.baseUrl, '--token', 'x'], 'The token is not accepted'],
    [
      'nobody at the URL',
      () => ['--base-url', 'http://127.0.0.1:9', '--token', 'x'],
      'Cannot reach http://127.0.0.1:9',
    ],
    ['another URL', () => ['--base-url', `${server.baseUrl}/x`, '--token', server.token], 'Is this the base URL'],
    ['an unknown option', () => ['--nonsense'], '--nonsense'],
    ['an unknown profile', () => [...atServer(), '--profile', 'z'], 'There is no profile "z"'],
    ['an unknown exchange', () => [...atServer(), '--exchange', 'z'], 'There is no exchange "z"'],
    ['an unknown story', () => [...atServer(), '--story', 'z'], 'There is no story "z"'],
    [
      'a folder of profiles that is not there',
      () => [...atServer(), '--profiles-folder', '/nonexistent'],
      'There are no profiles in /nonexistent: it is no folder that can be read (ENOENT).\n',
    ],
    [
      'a token that cannot be sent',
      () => ['--base-url', server.baseUrl, '--token', 'a\nb'],
      'The token (--token, or POSTERN_CONFORMANCE_TOKEN) holds a character that cannot stand in a header',
    ],
    [
      'a report that cannot be written',
      () => [...atServer(), '--json', join(folder, 'example', 'profile.json', 'x', 'report.json')],
      '--json: ',
    ],
    ['nothing to run', () => [...atServer(), '--evidence', 'captured'], 'Nothing is selected'],
  ])('2 for %s', async (_, options, message) => {
    const { code, output } = await run(...options());
    expect(output).toContain(message);
    expect(output).not.toMatch(/^ {4}at /m);
    expect(code).toBe(2);
  });

  it('2 for a server that stops answering; what was found until then is reported', async () => {
    for (const number of ['03', '04', '05', '06']) await write(`${number}-find-user.json`, findExchange);
    server.faults = { stopsAfter: 8 };
    const json = join(folder, 'report.json');
    const { baseUrl } = server;
    const { code, output } = await run(...atServer(), '--json', json);
    expect(output).toContain(`${baseUrl}: the run was ended, because the server no longer answers (3 requests`);
    expect(code).toBe(2);
    const report = JSON.parse(await readFile(json, 'utf8')) as Report;
    expect(report.stopped).toContain('ECONNREFUSED');
    expect(report.profiles[0]?.exchanges[0]?.verdict).toBe('passed');
    await server.start();
  });

  it('2 for a broken profile, with the file and what is wrong', async () => {
    await write('01-create-user.json', { ...createExchange, hint: 1 });
    const { code, output } = await run(...atServer());
    expect(output).toBe('example/01-create-user.json: hint must be text\n');
    expect(code).toBe(2);
  });

  it('2 for a directory that holds others, of whom none is touched', async () => {
    server.users.set('x', { id: 'x', userName: 'x@example.com' });
    const { code, output } = await run(...atServer());
    expect(output).toContain('holds 1 user.');
    expect(code).toBe(2);
    expect(server.received.map(({ method }) => method)).toEqual(['GET']);
    expect((await run(...atServer(), '--allow-existing')).code).toBe(0);
    expect([...server.users.keys()]).toEqual(['x']);
  });

  it.each(['SIGINT', 'SIGHUP'] as const)('130 on %s, when everybody is removed', async signal => {
    const given = [{ crowd: 'crowd', users: 20_000 }];
    const request = { method: 'GET', path: '/Users' } as const;
    await write('01-create-user.json', anExchange({ given, request, response: { status: 200 } }));
    const { child, ended } = start(...atServer());
    await expect.poll(() => server.users.size, { timeout: 10_000 }).toBeGreaterThan(20);
    child.kill(signal);
    expect((await ended).code).toBe(130);
    expect(server.users.size).toBe(0);
  });
});

it('--list shows everything and asks nobody', async () => {
  const { code, output } = await run('--list');
  expect(output).toContain('example: Example\n  01-create-user  derived        Create the user (EX-01)\n');
  expect(code).toBe(0);
  expect((await run('--help')).output).toContain('Exit code:');
});

it.each([['--list'], ['--help']])('%s ends quietly when nobody reads it', async option => {
  const { child, ended } = start(option);
  child.stdout.destroy();
  expect(await ended).toEqual({ code: 0, output: '' });
});

it('a run that nobody reads ends, and everybody is removed', async () => {
  await cp(join(folder, 'example'), join(folder, 'other'), { recursive: true });
  const { child, ended } = start(...atServer());
  child.stdout.destroy();
  expect(await ended).toEqual({ code: 130, output: '' });
  expect(server.users.size).toBe(0);
});

it('--quiet says nothing of what passed', async () => {
  expect((await run(...atServer(), '--quiet')).output).toMatch(/^passed: 1 in [\d.]+ s\n$/);
});

it('writes the reports, also into a folder that is new', async () => {
  const files = ['json', 'junit', 'html'].flatMap(kind => [`--${kind}`, join(folder, 'reports/new', kind)]);
  await run(...atServer(), ...files);
  const report = JSON.parse(await readFile(join(folder, 'reports/new', 'json'), 'utf8')) as Report;
  expect(report).toMatchObject({ baseUrl: server.baseUrl, target: server.baseUrl, profiles: [{ profile: 'example' }] });
  expect(report.suiteVersion).toMatch(/^\d+\.\d+\.\d+$/);
  expect(await readFile(join(folder, 'reports/new', 'junit'), 'utf8')).toContain('<testsuites');
  expect(await readFile(join(folder, 'reports/new', 'html'), 'utf8')).toContain('<html');
});
