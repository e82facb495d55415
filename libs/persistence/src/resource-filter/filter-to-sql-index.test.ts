import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFilter, resolveFilter } from '#libs/scim-protocol';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { ConnectionKey } from '../repositories/connection-key.js';
import type { FilterScope } from './filter-scope.js';
import {
  analyze,
  badgeSchema,
  groupScope,
  insertGroups,
  insertMemberships,
  insertUsers,
  kyselyOf,
  matching,
  newConnection,
  userScope,
} from './test/directory-fixture.js';

/** What PostgreSQL says it did. */
interface Plan {
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly Plan[];
}

let database: Database;
let connection: ConnectionKey;

const userId = (n: number) => `00000000-0000-7000-a000-${n.toString(16).padStart(12, '0')}`;
const groupId = (n: number) => `00000000-0000-7000-b000-${n.toString(16).padStart(12, '0')}`;

/** A person; `value` is what distinguishes people, but for their names. */
function aUser(n: number, value = n) {
  return {
    id: userId(n),
    attributes: {
      userName: `Person${n}@example.com`,
      externalId: `00u${n}-`,
      name: { familyName: `Family ${value}`, givenName: 'Ada' },
      emails: [
        { type: 'work', value: `Person${value}@example.com`, primary: true },
        { type: 'home', value: `me@home${value}.example` },
      ],
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: `Department ${value}` },
      [badgeSchema.id]: { number: `B-${value}`, 'serial-no': `S${value}`, level: value },
    },
  };
}

const aGroup = (n: number) => ({
  id: groupId(n),
  attributes: { displayName: `Group ${n}-`, externalId: `00g${n}-` },
});

/** Each group has ten users of its own. */
const members = (group: number) =>
  Array.from({ length: 10 }, (_, at) => ({
    groupId: groupId(group),
    memberId: userId(group * 10 + at),
    type: 'User' as const,
  }));

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

async function fill(from: number, to: number, value?: number): Promise<void> {
  const groups = range(from, to).filter(n => n % 10 === 0);
  await insertUsers(
    database,
    connection,
    range(from, to).map(n => aUser(n, value)),
  );
  await insertGroups(
    database,
    connection,
    groups.map(n => aGroup(n / 10)),
  );
  await insertMemberships(
    database,
    connection,
    groups.flatMap(n => members(n / 10)),
  );
}

/** All people of another connection have the values of number 42; ids, names and memberships are the same as here. */
async function fillOther(count: number): Promise<void> {
  const here = connection;
  connection = await newConnection(database, 'filter-index-other');
  await fill(1, count, 42);
  connection = here;
}

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 4 });
  connection = await newConnection(database, 'filter-index');
  await fill(1, 100);
  await analyze(database);
});
afterAll(() => database.close());

/** Reads the first page of a list with this filter and gives the plan, all nodes. */
async function plansOf(text: string, scope: FilterScope): Promise<Plan[]> {
  const filter = resolveFilter(parseFilter(text), scope.resourceType);
  const query = sql`select * from ${matching(filter, scope)} order by ${sql.raw(scope.table)}.id limit 100`;
  const found = await query.execute(kyselyOf(database));
  expect(found.rows).toHaveLength(text.includes(' or ') ? 2 : 1);
  const { rows } = await sql<{
    'QUERY PLAN': [{ Plan: Plan }];
  }>`explain (analyze, buffers, format json) ${query}`.execute(kyselyOf(database));
  return flatten(rows[0]!['QUERY PLAN'][0].Plan);
}

const flatten = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)];
const blocksOf = ([top]: Plan[]) => top!['Shared Hit Blocks'] + top!['Shared Read Blocks'];
const indexesOf = (plans: Plan[]) => plans.flatMap(plan => plan['Index Name'] ?? []);

const byTerms = ['directory_users_terms', 'directory_users_pkey'];
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ofUsers: [filter: string, indexes: readonly string[]][] = [
  ['userName eq "PERSON42@example.com"', ['directory_users_user_name']],
  ['userName sw "person42@"', ['directory_users_user_name']],
  ['externalId eq "00u42-"', ['directory_users_external_id']],
  ['externalId sw "00u42-"', ['directory_users_external_id']],
  [`id eq "${userId(42)}"`, ['directory_users_pkey']],
  [`id sw "${userId(42)}"`, ['directory_users_pkey']],
  [`meta.location eq "https://scim.example/scim/c/v2/Users/${userId(42)}"`, ['directory_users_pkey']],
  ['emails.value eq "Person42@Example.com"', byTerms],
  ['emails.value sw "person42@"', byTerms],
  ['emails eq "person42@example.com"', byTerms],
  ['emails[type eq "work" and value eq "person42@example.com"]', byTerms],
  ['emails[type eq "work"].value sw "person42@"', byTerms],
  ['name.familyName eq "family 42"', byTerms],
  [`${enterprise}:department eq "department 42"`, byTerms],
  [`${badgeSchema.id}:number eq "b-42"`, byTerms],
  [`${badgeSchema.id}:serial-no sw "S42" and ${badgeSchema.id}:level eq 42`, byTerms],
  ['name.givenName eq "ada" and emails.value eq "person42@example.com"', byTerms],
  ['active eq true and (emails.value eq "person42@example.com" or emails.value eq "me@home43.example")', byTerms],
  [
    'userName eq "person42@example.com" or externalId eq "00u42-" or emails.value eq "me@home43.example"',
    ['directory_users_user_name', 'directory_users_external_id', 'directory_users_terms', 'directory_users_pkey'],
  ],
  ['userName eq "person42@example.com" and name.givenName eq "ada"', ['directory_users_user_name']],
  [`id eq "${userId(42)}" and groups eq "${groupId(4)}"`, ['directory_users_pkey']],
];
const ofGroups: [filter: string, indexes: readonly string[]][] = [
  ['displayName eq "GROUP 4-"', ['directory_groups_display_name']],
  ['displayName sw "group 4-"', ['directory_groups_display_name']],
  ['externalId eq "00g4-"', ['directory_groups_external_id']],
  [`id eq "${groupId(4)}"`, ['directory_groups_pkey']],
  [`members eq "${userId(42)}"`, ['directory_memberships_member', 'directory_groups_pkey']],
  [`members[value eq "${userId(42)}" and type eq "User"]`, ['directory_memberships_member', 'directory_groups_pkey']],
  [
    'displayName eq "group 4-" or externalId eq "00g5-"',
    ['directory_groups_display_name', 'directory_groups_external_id'],
  ],
];
const cases = [
  ...ofUsers.map(([filter, indexes]) => ({ filter, indexes, scopeOf: userScope })),
  ...ofGroups.map(([filter, indexes]) => ({ filter, indexes, scopeOf: groupScope })),
];

describe('eq and sw, also within brackets, read a few pages of an index', () => {
  const few = new Map<string, number>();

  it.each(cases)('of 100 users: $filter', async ({ filter, scopeOf }) => {
    const plans = await plansOf(filter, scopeOf(connection));
    few.set(filter, blocksOf(plans));
    expect(blocksOf(plans)).toBeLessThanOrEqual(40);
  });

  describe('of 10,000 users, beside a connection with the same values 10,000 times', () => {
    beforeAll(async () => {
      await fill(101, 10_000);
      await fillOther(10_000);
      await analyze(database);
    });

    it.each(cases)('$filter', async ({ filter, indexes, scopeOf }) => {
      const plans = await plansOf(filter, scopeOf(connection));
      expect(indexesOf(plans)).toEqual(expect.arrayContaining([...indexes]));
      // A level more of each index.
      expect(blocksOf(plans)).toBeLessThanOrEqual(Math.max(few.get(filter)!, 20) + 4);
    });

    it('a group and a member are two look-ups by index (Entra ID asks so before each change)', async () => {
      const plans = await plansOf(`id eq "${groupId(4)}" and members eq "${userId(42)}"`, groupScope(connection));
      expect(indexesOf(plans)).toEqual(['directory_groups_pkey', expect.stringMatching(/^directory_memberships_/)]);
      expect(blocksOf(plans)).toBeLessThanOrEqual(10);
    });
  });
});
