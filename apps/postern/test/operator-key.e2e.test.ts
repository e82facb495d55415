import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, installationChain } from '#libs/persistence';
import { hashToken, isWellFormedToken } from '#libs/tokens';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';

const command = fileURLToPath(new URL('../../../dist/apps/postern/src/operator-key.js', import.meta.url));

let url: string;
let database: Database;

beforeAll(async () => {
  url = await emptyDatabaseUrl();
  database = await Database.connect({ url, poolSize: 2 });
});
afterAll(() => database.close());

/** Runs the command as an operator does in production, before any service has started. */
async function make(argv: readonly string[], environment: Readonly<Record<string, string>> = { DATABASE_URL: url }) {
  const env = { NODE_ENV: 'production', NODE_COMPILE_CACHE: 'node_modules/.cache/node', ...environment };
  const child = spawn(process.execPath, [command, ...argv], { env, stdio: 'pipe' });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number, out, error };
}

const stored = (secret: string) => database.repositories.apiKeys.findCredential(hashToken(secret));
const installationEvents = async () =>
  (await database.repositories.auditEvents.list(installationChain, { limit: 10 })).events;

describe('operator-key', () => {
  it('prints a key of an operator alone, in a database without tables, and records it without the key', async () => {
    const { code, out, error } = await make(['--name', 'First operator', '--days', '30']);
    const secret = out.trimEnd();
    expect([code, out]).toEqual([0, `${secret}\n`]);
    expect(isWellFormedToken('api', secret)).toBe(true);
    const credential = await stored(secret);
    expect(credential).toMatchObject({ role: 'operator', enterpriseId: null, revokedAt: null });
    const days = (Date.parse(credential!.expiresAt) - Date.now()) / 86_400_000;
    expect(Math.abs(days - 30)).toBeLessThan(0.1);
    expect(error).toContain(credential!.expiresAt);
    expect(error).not.toContain(secret);
    const events = await installationEvents();
    expect(events).toMatchObject([
      {
        actor: { kind: 'system', id: 'operator-key' },
        action: 'api_key.created',
        target: { type: 'api_key', id: credential!.id },
        after: { name: 'First operator', role: 'operator', prefix: credential!.prefix },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain(secret);
    expect((await database.repositories.auditEvents.prove(installationChain)).faults).toEqual([]);
  });

  it('prints JSON', async () => {
    const { out } = await make(['--name', 'Second', '--json']);
    const { secret, ...key } = JSON.parse(out) as { secret: string; id: string };
    expect(key).toMatchObject({ name: 'Second', role: 'operator', expiresAt: expect.any(String) });
    expect(await stored(secret)).toMatchObject({ id: key.id });
  });

  it.each([
    ['wrong arguments', [], 2, 'Give --name.', undefined],
    ['no DATABASE_URL in production', ['--name', 'A'], 1, 'DATABASE_URL: is required when NODE_ENV=production', {}],
    [
      'no database there',
      ['--name', 'A'],
      1,
      'cannot connect to the PostgreSQL server',
      { DATABASE_URL: 'postgres://127.0.0.1:1/postern' },
    ],
    ['a secret as its name', ['--name', `ptn_api_${'a'.repeat(72)}`], 1, 'secret', undefined],
  ])('makes none with %s, and says so', async (_, argv, expected, message, environment) => {
    const before = await installationEvents();
    const { code, out, error } = await make(argv, environment);
    expect([code, out]).toEqual([expected, '']);
    expect(error).toContain(message);
    expect(error).not.toContain('PUBLIC_URL');
    expect(await installationEvents()).toEqual(before);
  });

  it('helps', async () => {
    const { code, out } = await make(['--help'], {});
    expect([code, out]).toEqual([0, expect.stringContaining('npm run operator-key')]);
  });
});
