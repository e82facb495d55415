import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DataDirectory } from './data-directory.js';
import { type AnsweredUser, DemoClient } from './demo-client.js';
import { ServiceProcess } from '../../../tools/testing/service-process.js';

const CREATES = 200;
const CONCURRENCY = 32;
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);

/** The same numbers for the same seed (mulberry32), each from 0 up to 1. */
function randomNumbers(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What became of many creates. */
interface Outcome {
  /** The bodies of those that were answered 201. */
  readonly created: AnsweredUser[];
  /** The userNames of those whose answer never arrived, or was that there is no database. */
  readonly unknown: string[];
  /** All statuses that were answered. */
  readonly statuses: Set<number>;
}

/** Creates users, many at once, and calls back with the number of answers after each. */
async function createAll(
  client: DemoClient,
  userNames: readonly string[],
  onAnswer: (count: number) => void = () => undefined,
): Promise<Outcome> {
  const outcome: Outcome = { created: [], unknown: [], statuses: new Set() };
  let answers = 0;
  await forEachAtOnce(userNames, async userName => {
    try {
      const response = await client.create(userName);
      const body = (await response.json()) as AnsweredUser;
      outcome.statuses.add(response.status);
      if (response.status === 201) outcome.created.push(body);
      else outcome.unknown.push(userName);
      onAnswer(++answers);
    } catch {
      outcome.unknown.push(userName);
    }
  });
  return outcome;
}

async function forEachAtOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const workers = Array.from({ length: CONCURRENCY }, async () => {
    for (const item of waiting) await work(item);
  });
  await Promise.all(workers);
}

/** Directory users without exactly their own account, and accounts without their directory user. */
const HALF_RECORDS = `
  select u.user_name, a.login
  from (select * from directory_users where state = 'present') u
  full join accounts a
    on (a.enterprise_id, a.connection_id, a.directory_user_id) = (u.enterprise_id, u.connection_id, u.id)
  where u.id is null or a.id is null or a.login is distinct from u.user_name or a.state <> 'active'`;

describe(`creates under way when a process is killed (CRASH_SEED=${seed})`, () => {
  let data: DataDirectory;
  let service: ServiceProcess;
  const random = randomNumbers(seed);
  /** The ids of all rounds: what a later crash loses counts as well. */
  const acknowledged: string[] = [];
  let attempted = 0;

  // URLs that do not change with the port, so that answers can be compared across starts.
  const start = () => ServiceProcess.start({ POSTERN_DATA_DIR: data.path, PUBLIC_URL: 'http://postern.example' });

  beforeAll(async () => {
    process.stdout.write(`CRASH_SEED=${seed}\n`);
    data = await DataDirectory.make();
    service = await start();
  });
  afterAll(async () => {
    await service.stop();
    await data.remove();
  });

  test('the database is set to lose nothing', async () => {
    expect(
      await data.query(`select name, setting from pg_settings
        where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`),
    ).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
    ]);
  });

  test.each([
    { killed: 'the service', time: 'once' },
    { killed: 'the service', time: 'a second time' },
    { killed: 'the service', time: 'a third time' },
    { killed: 'PostgreSQL', time: 'at last' },
  ])('are whole or absent, and none that was answered is lost: $killed, $time', async ({ killed }) => {
    const demo = await data.demo();
    const userNames = Array.from({ length: CREATES }, () => `person${attempted++}@example.com`);
    const killAfter = Math.floor(CREATES * (0.1 + 0.6 * random()));
    const { created, unknown, statuses } = await createAll(new DemoClient(service, demo), userNames, count => {
      if (count !== killAfter) return;
      if (killed === 'PostgreSQL') data.killPostgres();
      else service.signal('SIGKILL');
    });
    expect(await service.ended).toBe(killed === 'PostgreSQL' ? 1 : 'SIGKILL');
    expect([...statuses].filter(status => status !== 201 && status !== 503)).toEqual([]);
    expect(created.length).toBeGreaterThanOrEqual(killed === 'PostgreSQL' ? 1 : killAfter);
    expect(unknown.length).toBeGreaterThan(0);
    acknowledged.push(...created.map(({ id }) => id));

    service = await start();
    const client = new DemoClient(service, demo);
    expect(await data.query(HALF_RECORDS)).toEqual([]);
    await forEachAtOnce(created, async user => {
      expect(await (await client.get(user.id)).json()).toEqual(user);
    });
    const found = await data.query('select id from directory_users where id = any ($1)', [acknowledged]);
    expect(found).toHaveLength(acknowledged.length);

    const again = await createAll(client, unknown);
    expect([...again.statuses].filter(status => status !== 201 && status !== 409)).toEqual([]);
    acknowledged.push(...again.created.map(({ id }) => id));
    expect(await data.query(HALF_RECORDS)).toEqual([]);
    const count = "select count(*)::int from directory_users where state = 'present'";
    expect(await data.query(count)).toEqual([{ count: attempted }]);
  });
});
