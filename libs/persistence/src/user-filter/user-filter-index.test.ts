import { CompiledQuery, type RootOperationNode } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFilter, resolveFilter, userResourceType } from '#libs/scim-protocol';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { ConnectionKey } from '../repositories/connection-key.js';
import { DirectoryUsersRepository } from '../repositories/directory-users.repository.js';
import type { Tables } from '../tables.js';

/** What PostgreSQL says it did. */
interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

let database: Database;
let connection: ConnectionKey;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 4 });
  const { enterprises } = database.repositories;
  const enterpriseId = await enterprises.insert({ key: `filter-index-${process.pid}`, name: 'Example' });
  connection = await enterprises.insertConnection(enterpriseId, {
    name: 'Test',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'users',
  });
});
afterAll(() => database.close());

async function fill(from: number, to: number): Promise<void> {
  await database.orm.em.fork().execute(
    `insert into directory_users (enterprise_id, connection_id, id, user_name, user_name_key, external_id, active, attributes, search)
     select ?, ?, gen_random_uuid(), 'Person' || n || '@Example.com', 'person' || n || '@example.com', '00u' || n, true, a.document, a.document
     from generate_series(?::int, ?::int) n
     cross join lateral (select jsonb_build_object('title', 'title ' || n % 50, 'emails', jsonb_build_array(jsonb_build_object('type', 'work', 'value', 'person' || n || '@example.com'))) as document) a`,
    [connection.enterpriseId, connection.connectionId, from, to],
  );
  await database.orm.em.fork().execute('vacuum analyze directory_users');
}

/** Runs the query that answers a list with this filter and gives its plan, all nodes. */
async function plansOf(filter: string): Promise<Plan[]> {
  const asked: RootOperationNode[] = [];
  const kysely = database.orm.em.fork().getKysely<Tables>();
  const recording = kysely.withPlugin({
    transformQuery: ({ node }) => {
      asked.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  const { users } = await new DirectoryUsersRepository(recording).list(connection, {
    filter: resolveFilter(parseFilter(filter), userResourceType),
    startIndex: 1,
    count: 100,
  });
  expect(users.length).toBeGreaterThan(0);
  const { sql, parameters } = kysely.getExecutor().compileQuery(asked[0]!, { queryId: 'explained' });
  const { rows } = await kysely.executeQuery<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    CompiledQuery.raw(`explain (analyze, buffers, format json) ${sql}`, [...parameters]),
  );
  return flatten(rows[0]!['QUERY PLAN'][0].Plan);
}

const flatten = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)];
const blocksOf = ([top]: Plan[]) => top!['Shared Hit Blocks'] + top!['Shared Read Blocks'];
const indexesOf = (plans: Plan[]) => plans.map(plan => plan['Index Name']).filter(name => name !== undefined);

describe('a filter is answered by an index', () => {
  it('userName eq in any letter case reads the same few blocks at 10,000 users as at 100', async () => {
    await fill(1, 100);
    const few = await plansOf('userName eq "PERSON42@example.com"');
    await fill(101, 10_000);
    const many = await plansOf('userName eq "PERSON42@example.com"');
    expect(indexesOf(many)).toEqual(['directory_users_user_name']);
    expect(blocksOf(many)).toBeLessThanOrEqual(Math.max(blocksOf(few), 8));
  });

  it.each([
    ['externalId eq "00u4711"', 'directory_users_external_id'],
    ['emails[type eq "work"].value eq "Person4711@example.com"', 'directory_users_search'],
    ['emails.value eq "person4711@example.com"', 'directory_users_search'],
    ['title eq "Title 7" and emails.value eq "person7@example.com"', 'directory_users_search'],
  ])('%s', async (filter, index) => {
    const plans = await plansOf(filter);
    expect(indexesOf(plans)).toContain(index);
    expect(blocksOf(plans)).toBeLessThan(60);
  });

  it('id eq', async () => {
    const { users } = await database.repositories.directoryUsers.list(connection, { startIndex: 5000, count: 1 });
    const plans = await plansOf(`id eq "${users[0]!.id}"`);
    expect(indexesOf(plans)).toEqual(['directory_users_pkey']);
    expect(blocksOf(plans)).toBeLessThanOrEqual(8);
  });
});
