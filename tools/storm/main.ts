import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { Database } from '#libs/persistence';
import { purgeDue } from '#libs/provisioning';
import { RunningService } from '../running-service/running-service.ts';
import { type CountedRows, differingRows, fillEnterprise, keepRows } from './storm-tables.ts';

const HELP = `Deprovisions many accounts at once, by SCIM, and proves that nothing is lost: a hold opens, nothing is purged, and one call
restores every membership, role and personal access token, compared row by row.

  npm run storm [-- options]

  --accounts N        accounts of the enterprise (100000)
  --deprovisions N    how many of them the identity provider deactivates (5000)
  --help              this text

The built service is started with an embedded PostgreSQL in a temporary directory.

Exit code: 0 everything is as it was, 1 something is not, 2 the run was not possible.
`;

const WORKERS = 16;
const HOLD_WITHIN_MS = 60_000;
const RESTORED_WITHIN_MS = 180_000;
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** A hold, as the administration API answers it. */
interface Hold {
  readonly id: string;
  readonly state: string;
  readonly accounts: number;
  readonly ofAccounts: number;
  readonly affectedAccounts: number;
  readonly restorableAccounts: number;
}

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        accounts: { type: 'string', default: '100000' },
        deprovisions: { type: 'string', default: '5000' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) console.log(HELP);
    return values.help ? 0 : await inService(Number(values.accounts), Number(values.deprovisions));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}

async function inService(accounts: number, deprovisions: number): Promise<number> {
  const service = await RunningService.start(() => {}, 'plain');
  process.once('SIGINT', () => void service.stop().finally(() => process.exit(130)));
  const url = (await service.postgres()).adminUrl.replace(/postgres$/, 'postern');
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await storm(service, client, { url, accounts, deprovisions });
  } finally {
    await client.end();
    await service.stop();
  }
}

async function storm(
  service: RunningService,
  client: Client,
  { url, accounts, deprovisions }: { url: string; accounts: number; deprovisions: number },
): Promise<number> {
  const { enterpriseId, connectionId } = service.admin;
  await timed(`filling ${accounts} accounts`, () => fillEnterprise(client, { enterpriseId, connectionId, accounts }));
  const kept = await keepRows(client, enterpriseId);
  say(`kept: ${told(kept)}`);
  const ids = await directoryUsers(client, { enterpriseId, connectionId, deprovisions });
  await timed(`deactivating ${ids.length} people by SCIM`, () => deactivate(service, ids));
  const hold = await timed('the hold opens, after the last answer', () => openHold(service));
  say(`the hold: ${hold.accounts} of ${hold.ofAccounts} when it was opened`);
  const purged = await timed('purging, with the grace time over', () => purge(client, url, enterpriseId));
  say(`purged under the hold: ${purged}`);
  const lost = await differingRows(client, enterpriseId);
  say(`not as before, under the hold: ${told(lost)}`);
  const restored = await timed('restoring, in one call', () => restore(service, hold));
  say(
    `the hold: ${restored.state}, ${restored.affectedAccounts} accounts, ${restored.restorableAccounts} of them left`,
  );
  const differing = await differingRows(client, enterpriseId);
  say(`not as before, after the restore: ${told(differing)}`);
  const isAsBefore = differing.every(({ rows }) => rows === 0) && lost.every(({ rows }) => rows > 0);
  const succeeded = isAsBefore && purged === 0 && restored.affectedAccounts === ids.length;
  say(succeeded ? 'Everything is as it was.' : 'SOMETHING IS NOT AS IT WAS.');
  return succeeded ? 0 : 1;
}

async function directoryUsers(
  client: Client,
  {
    enterpriseId,
    connectionId,
    deprovisions,
  }: Record<'enterpriseId' | 'connectionId', string> & { deprovisions: number },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from directory_users where enterprise_id = $1 and connection_id = $2 and user_name like 'storm%'
     order by md5(id::text) limit $3`,
    [enterpriseId, connectionId, deprovisions],
  );
  return rows.map(({ id }) => id);
}

async function deactivate({ access }: RunningService, ids: readonly string[]): Promise<void> {
  const left = [...ids];
  const body = JSON.stringify({ schemas: [PATCH_OP], Operations: [{ op: 'replace', path: 'active', value: false }] });
  const headers = { Authorization: `Bearer ${access.token}`, 'Content-Type': 'application/scim+json' };
  const work = async () => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const answer = await fetch(`${access.baseUrl}/Users/${id}`, { method: 'PATCH', headers, body });
      if (!answer.ok) throw new Error(`A deactivation was answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

async function openHold(service: RunningService): Promise<Hold> {
  for (const until = Date.now() + HOLD_WITHIN_MS; Date.now() < until; await sleep(50)) {
    const { items } = await ask<{ readonly items: readonly Hold[] }>(service, 'GET', '/holds');
    const [hold] = items;
    if (hold) return hold;
  }
  throw new Error('No hold was opened.');
}

/** On a slow machine the worker does what the request had no time for. */
async function restore(service: RunningService, { id }: Hold): Promise<Hold> {
  let hold = await ask<Hold>(service, 'POST', `/holds/${id}/restore`, { reason: 'A storm' });
  for (
    const until = Date.now() + RESTORED_WITHIN_MS;
    hold.state === 'restoring' && Date.now() < until;
    await sleep(500)
  )
    hold = await ask<Hold>(service, 'GET', `/holds/${id}`);
  return hold;
}

/** As the worker does it every ten minutes. */
async function purge(client: Client, url: string, enterpriseId: string): Promise<number> {
  await client.query(`update receipts set purge_after = now() - interval '1 day' where enterprise_id = $1`, [
    enterpriseId,
  ]);
  const database = await Database.connect({ url, poolSize: 2, isPatient: true });
  try {
    return await purgeDue(database);
  } finally {
    await database.close();
  }
}

async function ask<Answer>({ admin }: RunningService, method: string, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${admin.baseUrl}/enterprises/${admin.enterpriseId}${path}`, {
    method,
    headers: { Authorization: `Bearer ${admin.apiKey}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function timed<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  say(`${what}: ${((performance.now() - started) / 1000).toFixed(2)} s`);
  return result;
}

function told(rows: readonly CountedRows[]): string {
  return rows.map(row => `${row.rows} ${row.name}`).join(', ');
}

function say(line: string): void {
  console.log(line);
}
