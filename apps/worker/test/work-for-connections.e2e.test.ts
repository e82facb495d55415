import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applicationsQueue, impactPreviewsQueue, type Jobs } from '#libs/jobs';
import { type ConnectionKey, type Database, type ImpactPreviewRow, newId } from '#libs/persistence';
import { ApplicationWorker } from '../src/applications/application-worker.js';
import { PreviewWorker } from '../src/previews/preview-worker.js';
import { stopJobs, testDatabase, testJobs } from './builders.js';

/** More than one transaction takes. */
const PEOPLE = 1100;
/** PostgreSQL counts no further. */
const TOO_MANY = 2_147_483_647;
const WITHIN = { timeout: 10_000, interval: 20 };
const cause = { actor: { kind: 'system', id: 'test' }, requestId: null } as const;

let database: Database;
let jobs: Jobs;
let key: ConnectionKey;
let preview: ImpactPreviewRow;

const execute = (sql: string, values: readonly unknown[] = []) => database.orm.em.fork().execute(sql, [...values]);

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await testDatabase();
  jobs = await testJobs();
  await new PreviewWorker(database, jobs).onModuleInit();
  await new ApplicationWorker(database, jobs).onModuleInit();
});
afterAll(async () => {
  await stopJobs();
  Logger.overrideLogger(['log', 'warn', 'error']);
});
beforeEach(async () => {
  const { enterprises, impactPreviews } = database.repositories;
  const enterpriseId = await enterprises.insert({ key: newId(), name: 'Test' });
  const { connectionId } = await enterprises.insertConnection(enterpriseId, {
    name: 'Test',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'users',
  });
  key = { enterpriseId, connectionId };
  await execute(
    `insert into directory_users (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
     select ?, ?, uuidv7(), 'p' || n || '@example.com', 'p' || n || '@example.com', true, '{}', '{}', ''
     from generate_series(1, ?) n`,
    [enterpriseId, connectionId, PEOPLE],
  );
  const seen = await database.repositories.directorySituations.versions(key);
  preview = await impactPreviews.insert(key, { purpose: { kind: 'enable', mode: 'users' }, total: PEOPLE, seen });
});

/** Sends the job with the change that asks for it; `change` is made before anybody can carry it out. */
const send = (queue: string, id: string, change: string) =>
  database.transaction(async repositories => {
    await jobs.send(repositories, queue, { ...key, id });
    await repositories.sql.executeSql(change, []);
  });
const ofJob = (id: string) => `where data ->> 'id' = '${id}'`;
const onlyOnce = (id: string) => `update jobs.job set retry_limit = 0 ${ofJob(id)}`;

describe('an impact preview', () => {
  const found = () => database.repositories.impactPreviews.find(key, preview.id);

  it('is made by the queue', async () => {
    await send(impactPreviewsQueue.name, preview.id, 'select');
    await expect.poll(found, WITHIN).toMatchObject({ state: 'done', examined: PEOPLE, counts: { created: PEOPLE } });
    expect((await found())?.failure).toBeNull();
  });

  it('that a killed worker has left is gone on with where it was', async () => {
    const [{ id: half } = expect.fail('nobody')] = await execute(
      'select id from directory_users where connection_id = ? order by id offset ? limit 1',
      [key.connectionId, PEOPLE / 2 - 1],
    );
    await database.repositories.impactPreviews.progress(key, preview.id, {
      afterId: String(half),
      examined: PEOPLE / 2,
      counts: { created: PEOPLE / 2 },
    });
    await send(
      impactPreviewsQueue.name,
      preview.id,
      `update jobs.job set state = 'active', started_on = now(), heartbeat_on = now() - interval '31 seconds',
         retry_delay = 0, retry_backoff = false ${ofJob(preview.id)}`,
    );
    expect(await found()).toMatchObject({ state: 'running', examined: PEOPLE / 2 });
    await execute("update jobs.queue set monitor_on = null where name = 'impact-previews'");
    await jobs.administration.supervise(impactPreviewsQueue.name);
    await expect.poll(found, WITHIN).toMatchObject({ state: 'done', examined: PEOPLE, counts: { created: PEOPLE } });
  });

  it('that fails for good is failed, and says so', async () => {
    await send(
      impactPreviewsQueue.name,
      preview.id,
      `${onlyOnce(preview.id)}; update impact_previews set examined = ${TOO_MANY} where id = '${preview.id}'`,
    );
    await expect.poll(found, WITHIN).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('failed again and again'),
      finished_at: expect.any(String),
    });
  });
});

describe('an application', () => {
  const begin = () => database.repositories.applications.insert(key, { previewId: preview.id, total: PEOPLE, cause });
  const countAccounts = () =>
    execute('select count(*)::int as n from accounts where enterprise_id = ?', [key.enterpriseId]);

  it('is carried out by the queue', async () => {
    const { id } = await begin();
    await send(applicationsQueue.name, id, 'select');
    await expect
      .poll(() => database.repositories.applications.find(key, id), WITHIN)
      .toMatchObject({ state: 'done', examined: PEOPLE, changed: PEOPLE });
    expect(await countAccounts()).toEqual([{ n: PEOPLE }]);
  });

  it('that fails for good is failed, and says so; of what failed nothing is stored', async () => {
    const { id } = await begin();
    await send(
      applicationsQueue.name,
      id,
      `${onlyOnce(id)}; update applications set changed = ${TOO_MANY} where id = '${id}'`,
    );
    await expect
      .poll(() => database.repositories.applications.find(key, id), WITHIN)
      .toMatchObject({ state: 'failed', failure: expect.stringContaining('failed again and again') });
    expect(await countAccounts()).toEqual([{ n: 0 }]);
  });
});
