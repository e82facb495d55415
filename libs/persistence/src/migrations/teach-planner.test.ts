import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { emptyDatabaseUrl } from '../../../../tools/testing/empty-database.js';
import { Database } from '../database.js';

const TABLES = [
  'account_events',
  'account_sessions',
  'accounts',
  'directory_groups',
  'directory_memberships',
  'directory_users',
  'organization_memberships',
  'personal_access_tokens',
  'receipt_memberships',
  'receipts',
];

let url: string;
let admin: Client;

beforeEach(async () => {
  url = await emptyDatabaseUrl();
  admin = new Client({ connectionString: url });
  await admin.connect();
  onTestFinished(() => admin.end());
});

/** What PostgreSQL has learnt of the keys, and that it will learn nothing else. */
async function whatIsKnown(): Promise<readonly object[]> {
  const { rows } = await admin.query<object>(
    `select s.tablename, s.attname, s.null_frac, s.n_distinct
     from pg_stats s join pg_attribute a on a.attrelid = s.tablename::regclass and a.attname = s.attname
     where s.tablename = any ($1) and a.attstattarget = 0
     order by 1, 2`,
    [TABLES],
  );
  return rows;
}

/** As a dump leaves it out. */
async function forget(): Promise<void> {
  await admin.query('delete from pg_statistic where starelid = any ($1::regclass[])', [TABLES]);
  expect(await whatIsKnown()).toEqual([]);
}

/** An owner of the database who is no superuser, and the database's address for it. */
async function anOwner(): Promise<string> {
  const name = `owner_${randomBytes(6).toString('hex')}`;
  const address = new URL(url);
  await admin.query(`create role ${name} login password 'owner-of-the-database'`);
  await admin.query(`alter database ${escapeIdentifier(address.pathname.slice(1))} owner to ${name}`);
  address.username = name;
  address.password = 'owner-of-the-database';
  return address.href;
}

/** As before version 18, which is the first to take statistics from elsewhere. */
async function anOlderPostgres(): Promise<string> {
  await admin.query('alter function pg_catalog.pg_restore_attribute_stats rename to not_there_yet');
  return anOwner();
}

async function anOwnerWithoutTemporaryTables(): Promise<string> {
  const address = await anOwner();
  const name = escapeIdentifier(new URL(url).pathname.slice(1));
  await admin.query(`revoke temporary on database ${name} from public, ${new URL(address).username}`);
  return address;
}

describe('what the planner is taught', () => {
  it.each([
    ['a superuser', () => Promise.resolve(url)],
    ['the owner of the tables', anOwner],
    ['their owner on PostgreSQL 16 and 17', anOlderPostgres],
    ['an owner who may have no temporary tables', anOwnerWithoutTemporaryTables],
  ])('is taught by %s, and again when a dump without statistics was restored, not otherwise', async (_, addressOf) => {
    const address = await addressOf();
    await Database.migrate(address);
    const taught = await whatIsKnown();
    // Ten keys of four tables that begin with enterprise and connection, eleven of six that begin with the enterprise.
    expect(taught).toHaveLength(2 * 4 + 10 + 6 + 11);
    expect(taught).toContainEqual(
      expect.objectContaining({
        tablename: 'accounts',
        attname: 'connection_id',
        n_distinct: 2,
      }),
    );
    await forget();
    await Database.migrate(address);
    expect(await whatIsKnown()).toEqual(taught);
    const xmin = 'select max(xmin::text::bigint) from pg_statistic where starelid = any ($1::regclass[])';
    const { rows: before } = await admin.query(xmin, [TABLES]);
    await Database.migrate(address);
    expect((await admin.query(xmin, [TABLES])).rows).toEqual(before);
  });

  it.each([
    ['18', anOwner],
    ['16 and 17', anOlderPostgres],
  ])(
    'makes no plan on an empty table that would read it whole once it is full, on PostgreSQL %s',
    async (_, addressOf) => {
      await Database.migrate(await addressOf());
      for (const condition of [
        'directory_users where enterprise_id = $1 and connection_id = $2 and id = $3',
        "directory_users where enterprise_id = $1 and connection_id = $2 and user_name_key = $3 and state = 'present'",
        'directory_groups where enterprise_id = $1 and connection_id = $2 and id = $3',
        'directory_memberships where enterprise_id = $1 and connection_id = $2 and group_id = $3 order by member_id limit 2000',
        'directory_memberships where enterprise_id = $1 and connection_id = $2 and group_id = $3 and member_id = any ($4)',
        'directory_memberships where enterprise_id = $1 and connection_id = $2 and member_id = $3',
      ]) {
        const { rows } = await admin.query(`explain (generic_plan) select * from ${condition}`);
        expect(rows.map(row => String(row['QUERY PLAN'])).join('\n')).not.toContain('Seq Scan');
      }
    },
  );

  it.each([
    ['18', anOwner],
    ['16 and 17', anOlderPostgres],
  ])('finds what hangs on an account by the account, on PostgreSQL %s', async (_, addressOf) => {
    await Database.migrate(await addressOf());
    await admin.query('set enable_seqscan = off');
    for (const condition of [
      'receipts where enterprise_id = $1 and account_id = $2 and restored_at is null and purged_at is null',
      'account_sessions where enterprise_id = $1 and account_id = $2 and revoked_at is null',
      'personal_access_tokens where enterprise_id = $1 and account_id = $2 and revoked_at is null',
      'organization_memberships where enterprise_id = $1 and account_id = $2',
    ]) {
      const { rows } = await admin.query(`explain (generic_plan) select * from ${condition}`);
      expect(rows.map(row => String(row['QUERY PLAN'])).join('\n')).toMatch(/Index Cond: .*account_id = \$2/);
    }
  });

  it.each([
    ['18', anOwner],
    ['16 and 17', anOlderPostgres],
  ])('leaves nothing in the tables of PostgreSQL %s', async (_, addressOf) => {
    await Database.migrate(await addressOf());
    for (const table of [...TABLES, 'enterprises', 'directory_segments'])
      expect((await admin.query(`select from ${table}`)).rowCount).toBe(0);
  });
});
