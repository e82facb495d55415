import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFilter, resolveFilter } from '#libs/scim-protocol';
import { emptyDatabaseUrl } from '../../../../tools/testing/empty-database.js';
import { Database } from '../database.js';
import type { ConnectionKey } from '../repositories/connection-key.js';
import type { FilterScope } from '../resource-filter/filter-scope.js';
import {
  analyze,
  groupScope,
  insertGroups,
  insertMemberships,
  insertUsers,
  kyselyOf,
  matching,
  newConnection,
  userScope,
} from '../resource-filter/test/directory-fixture.js';

let database: Database;
let url: string;

beforeAll(async () => {
  url = await emptyDatabaseUrl();
  await Database.migrate(url);
  database = await Database.connect({ url, poolSize: 2 });
});
afterAll(() => database.close());

const userId = (n: number) => `00000000-0000-7000-a000-${n.toString(16).padStart(12, '0')}`;
const groupId = (n: number) => `00000000-0000-7000-b000-${n.toString(16).padStart(12, '0')}`;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

/** People and groups, of which the first fifty are all in the first group. */
async function fill(connection: ConnectionKey, from: number, to: number, value?: number): Promise<void> {
  await insertUsers(
    database,
    connection,
    range(from, to).map(n => ({
      id: userId(n),
      attributes: {
        userName: `person${n}`,
        externalId: `e${value ?? n}-`,
        title: `Title ${(value ?? n) % 50}`,
        emails: [{ value: `person${value ?? n}@example.com`, type: 'work' }],
      },
    })),
  );
  const groups = range(from, to).filter(n => n % 10 === 0);
  await insertGroups(
    database,
    connection,
    groups.map(n => ({ id: groupId(n), attributes: { displayName: `Group ${value ?? n}-` } })),
  );
  await insertMemberships(
    database,
    connection,
    groups.flatMap(n => [
      { groupId: groupId(n), memberId: userId(value ?? n), type: 'User' as const },
      ...(n === 10 && value === undefined
        ? range(11, 60).map(m => ({ groupId: groupId(n), memberId: userId(m), type: 'User' as const }))
        : []),
    ]),
  );
}

/** How many pages the first page of a list reads. */
async function blocksOf(text: string, scope: FilterScope): Promise<number> {
  const filter = resolveFilter(parseFilter(text), scope.resourceType);
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Record<'Shared Hit Blocks' | 'Shared Read Blocks', number> }] }>`
    explain (analyze, buffers, format json)
    select * from ${matching(filter, scope)} order by ${sql.raw(scope.table)}.id limit 100`.execute(kyselyOf(database));
  const { Plan } = rows[0]!['QUERY PLAN'][0];
  return Plan['Shared Hit Blocks'] + Plan['Shared Read Blocks'];
}

const cases = [
  ...[
    `id eq "${userId(42)}"`,
    'userName eq "person42"',
    'externalId eq "e42-"',
    'emails.value eq "person42@example.com"',
    'title eq "title 42" and emails.value eq "person42@example.com"',
    'userName eq "person42" or externalId eq "e42-" or emails.value eq "person42@example.com"',
    `groups eq "${groupId(20)}"`,
    'groups.display eq "group 20-"',
  ].map(filter => ({ filter, scopeOf: userScope })),
  ...[
    `id eq "${groupId(20)}"`,
    'displayName eq "group 20-"',
    `members eq "${userId(20)}"`,
    `id eq "${groupId(10)}" and members eq "${userId(42)}"`,
  ].map(filter => ({ filter, scopeOf: groupScope })),
];

describe('PostgreSQL takes the right index', () => {
  let first: ConnectionKey;

  describe('in the first minute of a database, when it has counted nothing', () => {
    beforeAll(async () => {
      first = await newConnection(database, 'first');
      await fill(first, 1, 1000);
    });

    it.each(cases)('$filter', async ({ filter, scopeOf }) => {
      expect(await blocksOf(filter, scopeOf(first))).toBeLessThanOrEqual(30);
    });
  });

  describe('in a new connection, while it has counted others only', () => {
    let second: ConnectionKey;

    beforeAll(async () => {
      await fill(first, 1001, 3000);
      await analyze(database);
      second = await newConnection(database, 'second');
      await fill(second, 1, 3000);
    });

    it.each(cases)('$filter', async ({ filter, scopeOf }) => {
      expect(await blocksOf(filter, scopeOf(second))).toBeLessThanOrEqual(30);
    });
  });

  describe('beside a connection in which everything has the value', () => {
    beforeAll(async () => {
      for (const value of [20, 42]) await fill(await newConnection(database, `all-${value}`), 1, 3000, value);
      await analyze(database);
    });

    it.each(cases)('$filter', async ({ filter, scopeOf }) => {
      expect(await blocksOf(filter, scopeOf(first))).toBeLessThanOrEqual(30);
    });
  });

  describe('after a dump of all that, which holds no statistics, was restored', () => {
    let late: ConnectionKey;

    beforeAll(async () => {
      await sql`delete from pg_statistic where starelid::regclass::text ~ '^(accounts|directory_)'`.execute(
        kyselyOf(database),
      );
      await Database.migrate(url);
      late = await newConnection(database, 'late');
      await fill(late, 1, 3000);
    });

    it.each(cases)('$filter', async ({ filter, scopeOf }) => {
      expect(await blocksOf(filter, scopeOf(first))).toBeLessThanOrEqual(30);
      expect(await blocksOf(filter, scopeOf(late))).toBeLessThanOrEqual(30);
    });
  });
});
