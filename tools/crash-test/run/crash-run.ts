import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Database } from '#libs/persistence';
import { SecretBox } from '#libs/tokens';
import { checkDeliveries } from '../checks/check-deliveries.ts';
import { findContradictions } from '../checks/contradictions.ts';
import type { CrashTestOptions } from '../options.ts';
import { momentsOf, randomNumbers } from '../random.ts';
import { type CrashReport, toCounts } from '../report.ts';
import { ChangeDriver, checkDirectory, type DrivenChanges } from './drive-changes.ts';
import { KilledProcess } from './killed-process.ts';
import { type CrashedEnterprise, makeEndpoint, mapGroups, prepareEnterprise, signIn } from './prepare-enterprise.ts';
import { ScimClient } from './scim-client.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

const MAPPED_GROUPS = ['engineering', 'sales', 'support'];
const PUBLIC_URL = 'https://sso.example.com';
const DRAINED_WITHIN_MS = 240_000;
/** Longer than the service keeps requests back before it writes them to the log. */
const LOGGED_AFTER_MS = 1500;

/** Everything a run works with. */
interface Parts {
  readonly options: CrashTestOptions;
  readonly database: Database;
  readonly sql: Client;
  readonly service: KilledProcess;
  readonly worker: KilledProcess;
  readonly receiver: WebhookReceiver | undefined;
  readonly enterprise: CrashedEnterprise;
}

/** Does one run on an empty database. */
export async function crashRun(options: CrashTestOptions, databaseUrl: string): Promise<CrashReport> {
  await Database.migrate(databaseUrl);
  const key = randomBytes(32);
  const settings = {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    PUBLIC_URL,
    SECRETS_KEY: key.toString('base64'),
    ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8',
    SCIM_REQUESTS_PER_SECOND: '0',
  };
  const database = await Database.connect({ url: databaseUrl, poolSize: 4 });
  const sql = new Client({ connectionString: databaseUrl });
  await sql.connect();
  const worker = new KilledProcess('worker', settings);
  const service = new KilledProcess('postern', settings);
  let receiver: WebhookReceiver | undefined;
  try {
    await Promise.all([service.origin(), worker.origin()]);
    receiver = options.delivers ? await receive(options, database, new SecretBox([key]), worker) : undefined;
    const enterprise = await prepareEnterprise(database, MAPPED_GROUPS);
    return await drive({ options, database, sql, service, worker, receiver, enterprise });
  } finally {
    receiver?.stop();
    await Promise.all([service.stop(), worker.stop()]);
    await sql.end();
    await database.close();
  }
}

/** The worker is killed while it delivers: half of the times before it is answered, half of them right after. */
async function receive(
  { seed, kills, changes }: CrashTestOptions,
  database: Database,
  secretBox: SecretBox,
  worker: KilledProcess,
): Promise<WebhookReceiver> {
  const random = randomNumbers(seed + 1_000_003);
  // About as many events as changes come; what is left over is killed by moments of the changes.
  const moments = new Set(momentsOf(random, Math.ceil(kills / 2), changes / 2));
  const started: WebhookReceiver[] = [];
  await makeEndpoint(database, secretBox, async secret => {
    const receiver = await WebhookReceiver.start(secret, random, attempt => {
      if (!moments.has(attempt)) return;
      if (random() < 0.5) worker.kill();
      else setTimeout(() => worker.kill(), 1);
    });
    started.push(receiver);
    return receiver.url;
  });
  const [receiver] = started;
  if (!receiver) throw new Error('No receiver was started.');
  return receiver;
}

async function drive(parts: Parts): Promise<CrashReport> {
  const { options, database, service, enterprise } = parts;
  const { seed, changes, people } = options;
  const groupNames = new Map<string, string>();
  const path = `/scim/${enterprise.key.connectionId}/v2`;
  const client = new ScimClient(service, { path, token: enterprise.token }, groupNames);
  const groups = await Promise.all(MAPPED_GROUPS.map(name => makeGroup(client, name)));
  for (const { id, name } of groups) groupNames.set(id, name);
  await mapGroups(database, enterprise, groupNames);
  const started = performance.now();
  const driven = await new ChangeDriver({
    client,
    groups,
    seed,
    changes,
    people,
    onChange: killer(parts),
    onArrival: id => signIn(database, enterprise, id),
  }).drive();
  const drivenAfter = performance.now();
  const drained = await drain(parts);
  const drainedAfter = performance.now();
  return {
    options,
    ...toCounts(driven),
    ...(await countRest(parts, client)),
    seconds: { changing: seconds(started, drivenAfter), draining: seconds(drivenAfter, drainedAfter) },
    problems: [...drained, ...(await findProblems(parts, client, driven))],
  };
}

async function makeGroup(client: ScimClient, name: string): Promise<{ readonly id: string; readonly name: string }> {
  const body = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: name,
    externalId: name,
  };
  const answer = await client.send({ method: 'POST', path: '/Groups', body });
  if (answer?.id === undefined) throw new Error(`The group ${name} could not be made: ${answer?.text}`);
  return { id: answer.id, name };
}

/** Kills at seeded moments of the changes; the worker only as often as deliveries do not. */
function killer({ options: { seed, kills, changes, delivers }, service, worker }: Parts): (count: number) => void {
  const random = randomNumbers(seed + 2_000_003);
  const ofService = new Set(momentsOf(random, kills, changes));
  const ofWorker = new Set(momentsOf(random, delivers ? Math.floor(kills / 2) : kills, changes));
  return count => {
    // A few milliseconds later other requests are at other places.
    if (ofService.has(count)) setTimeout(() => service.kill(), Math.floor(random() * 20));
    if (ofWorker.has(count)) setTimeout(() => worker.kill(), Math.floor(random() * 20));
  };
}

/** Waits until every event is published and delivered. */
async function drain({ sql, options: { delivers } }: Parts): Promise<readonly string[]> {
  const left = `select
      (select count(*) from account_events where position is null)::int as unpublished,
      (select count(*) from webhook_deliveries where state = 'pending')::int as pending,
      (select e.position - w.position from account_event_heads e, webhook_heads w)::int as behind`;
  for (const until = Date.now() + DRAINED_WITHIN_MS; ; await sleep(200)) {
    const { rows } = await sql.query<{ unpublished: number; pending: number; behind: number }>(left);
    const [{ unpublished, pending, behind } = { unpublished: 0, pending: 0, behind: 0 }] = rows;
    if (unpublished === 0 && (!delivers || pending + behind === 0)) return [];
    if (Date.now() > until)
      return [`After four minutes ${unpublished} events are not published, ${behind + pending} not delivered.`];
  }
}

async function findProblems(
  { options, database, sql, service, worker, receiver, enterprise }: Parts,
  client: ScimClient,
  { subjects, problems }: DrivenChanges,
): Promise<readonly string[]> {
  const { enterpriseId } = enterprise.key;
  const { faults } = await database.repositories.auditEvents.prove(enterpriseId, []);
  return [
    ...problems,
    ...service.problems,
    ...worker.problems,
    ...(await checkDirectory(client, subjects)),
    ...(await findContradictions(sql, enterprise.key, options)),
    ...faults.map(fault => `the audit log is broken: ${JSON.stringify(fault)}`),
    ...(receiver ? await checkDeliveries(sql, receiver, { enterpriseId, local: enterprise.local }) : []),
  ];
}

async function countRest({ sql, service, worker, receiver, enterprise }: Parts, client: ScimClient) {
  await sleep(LOGGED_AFTER_MS);
  const { rows } = await sql.query<{ events: number; audited: number; logged: number; accounts: number }>(
    `select
       (select count(*) from account_events where enterprise_id = $1)::int as events,
       (select count(*) from audit_events where enterprise_id = $1)::int as audited,
       (select count(*) from scim_requests where enterprise_id = $1)::int as logged,
       (select count(*) from accounts where enterprise_id = $1)::int as accounts`,
    [enterprise.key.enterpriseId],
  );
  const [{ logged, ...counted } = { events: 0, audited: 0, logged: 0, accounts: 0 }] = rows;
  const { attempts = 0, refused = 0, unanswered = 0, taken = [] } = receiver ?? {};
  return {
    kills: { service: service.kills, worker: worker.kills },
    loggedErrors: [...service.errors, ...worker.errors],
    ...counted,
    requests: { answered: client.answers, logged },
    deliveries: { taken: taken.length, attempts, refused, unanswered },
  };
}

function seconds(from: number, to: number): number {
  return Math.round((to - from) / 100) / 10;
}
