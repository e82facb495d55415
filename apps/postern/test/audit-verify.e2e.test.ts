import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, type EnterpriseId } from '#libs/persistence';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';

const command = fileURLToPath(new URL('../../../tools/audit-verify/main.ts', import.meta.url));

let url: string;
let client: Client;
let beta: EnterpriseId;

beforeAll(async () => {
  url = await emptyDatabaseUrl();
  await Database.migrate(url);
  const database = await Database.connect({ url, poolSize: 2 });
  const makeLog = (key: string) =>
    database.transaction(async ({ enterprises, auditEvents }) => {
      const enterpriseId = await enterprises.insert({ key, name: key });
      for (let number = 1; number <= 5; number++)
        await auditEvents.append(enterpriseId, {
          actor: { kind: 'system', id: 'test' },
          action: 'enterprise.updated',
          target: { type: 'enterprise', id: enterpriseId },
          after: { number },
        });
      return enterpriseId;
    });
  await makeLog('acme');
  beta = await makeLog('beta');
  await database.close();
  client = new Client({ connectionString: url });
  await client.connect();
  await client.query('set session_replication_role = replica');
});
afterAll(() => client.end());

/** Runs the command as an operator does. */
async function verify(...argv: string[]) {
  const child = spawn(process.execPath, [command, ...argv], { env: { DATABASE_URL: url }, stdio: 'pipe' });
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number, out, error };
}

/** Breaks the log of beta for as long as the work takes. */
async function whileBroken(statements: readonly string[], work: () => Promise<void>): Promise<void> {
  await client.query('create table kept as select * from audit_events where enterprise_id = $1', [beta]);
  try {
    for (const statement of statements) await client.query(statement, [beta]);
    await work();
  } finally {
    await client.query('delete from audit_events where enterprise_id = $1', [beta]);
    await client.query('insert into audit_events select * from kept');
    await client.query('drop table kept');
  }
}

describe('audit:verify', () => {
  it('says that every log is proven, with its head, and ends with 0', async () => {
    const { code, out } = await verify();
    expect(out).toMatch(/^acme: proven, 5 events, head 5 [\da-f]{64}\nbeta: proven, 5 events, head 5 [\da-f]{64}\n/);
    expect(out).toMatch(/\n\(installation\): proven, 0 events\nProven: 3 logs\.\n$/);
    expect(code).toBe(0);
  });

  const edited = 'update audit_events set';
  const at = 'where enterprise_id = $1 and sequence';
  it.each([
    ['edit', [`${edited} after = '{}' ${at} = 3`], 'beta 3 edited: '],
    ['deletion', [`delete from audit_events ${at} = 3`], 'beta 3 missing: '],
    [
      'reordering',
      [`${edited} sequence = 9 ${at} = 2`, `${edited} sequence = 2 ${at} = 4`, `${edited} sequence = 4 ${at} = 9`],
      'beta 2 reordered: ',
    ],
    ['cut end', [`delete from audit_events ${at} > 3`], 'beta 4 truncated: '],
  ])('names the place of a planted %s, of that enterprise alone, and ends with 1', async (_, statements, found) => {
    await whileBroken(statements, async () => {
      const { code, out } = await verify();
      expect(out).toContain(found);
      expect(out).toContain('acme: proven');
      expect(out).toContain('BROKEN: 1 of 3 logs.');
      expect([code, (await verify('--enterprise', 'acme')).code]).toEqual([1, 0]);
    });
  });

  it('prints JSON, of which the heads can be expected the next time', async () => {
    const { out } = await verify('--json', '--enterprise', 'beta');
    const { proven, logs } = JSON.parse(out) as { proven: boolean; logs: { head: { hash: string } }[] };
    expect([proven, logs.length]).toEqual([true, 1]);
    const { hash = '' } = logs[0]?.head ?? {};
    const expected = await verify('--expect-head', `beta=${hash}`);
    const foreign = await verify('--json', '--expect-head', `acme=${hash}`);
    const lost = await verify('--expect-head', `gone=${hash}`);
    expect([expected.code, foreign.code, lost.code]).toEqual([0, 1, 1]);
    expect(JSON.parse(foreign.out)).toMatchObject({
      proven: false,
      logs: [
        { enterprise: 'acme', proven: false, events: 5, faults: [{ sequence: 5, kind: 'expected-head-missing' }] },
        { enterprise: 'beta', proven: true },
        { enterprise: '(installation)', proven: true },
      ],
    });
    expect(lost.out).toContain('gone 0 expected-head-missing: ');
  });

  it.each([
    ['an unknown option', ['--everything'], "Unknown option '--everything'"],
    ['an unknown enterprise', ['--enterprise', 'nobody'], 'There is no enterprise "nobody".'],
    ['no database there', ['--database-url', 'postgres://127.0.0.1:1/postern'], 'ECONNREFUSED'],
  ])('ends with 2 for %s, and says so', async (_, argv, message) => {
    const { code, out, error } = await verify(...argv);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(message);
  });

  it('ends with 2 where no tables are', async () => {
    const { code, error } = await verify('--database-url', await emptyDatabaseUrl());
    expect([code, error]).toEqual([2, expect.stringContaining('does not exist')]);
  });
});
