import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateFilter, parseFilter, resolveFilter } from '#libs/scim-protocol';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { ConnectionKey } from '../repositories/connection-key.js';
import { filterToSql, memberFilterToSql } from './filter-to-sql.js';
import { texts } from './test/arbitraries.js';
import {
  groupScope,
  idsMatching,
  insertUsers,
  kyselyOf,
  newConnection,
  toWire,
  userScope,
  userType,
} from './test/directory-fixture.js';
import { insertSample, wireGroups } from './test/sample-directory.js';

let database: Database;
let connection: ConnectionKey;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 4 });
  connection = await newConnection(database, 'filter-texts');
});
afterAll(() => database.close());

const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
const resolve = (filter: string) => resolveFilter(parseFilter(filter), userType);

function compiled(filter: string) {
  return sql`${filterToSql(resolve(filter), userScope(connection))}`.compile(kyselyOf(database));
}

describe('a text that looks like syntax', () => {
  const idOf = (index: number) => `00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`;
  const users = texts.map((text, index) => ({
    id: idOf(index),
    attributes: { userName: `user${index}`, externalId: text, title: text, emails: [{ value: text, type: 'work' }] },
  }));
  const places = ['title', 'externalId', 'emails.value', 'emails[type eq "work" and value eq "x" or value'] as const;

  beforeAll(() => insertUsers(database, connection, users));

  it.each(places.flatMap(place => operators.map(operator => [place, operator] as const)))(
    'is found by %s %s as text and nothing else',
    async (place, operator) => {
      for (const text of texts) {
        const filter = resolve(`${place} ${operator} ${JSON.stringify(text)}${place.includes('[') ? ']' : ''}`);
        const expected = users.filter(user => evaluateFilter(filter, toWire(user, userType))).map(({ id }) => id);
        expect(await idsMatching(database, filter, userScope(connection)), text).toEqual(expected);
      }
    },
  );

  it.each(operators)('never becomes part of a statement: %s', operator => {
    const attributes = [
      'userName',
      'externalId',
      'title',
      'emails.value',
      'name.familyName',
      'meta.version',
      'groups.display',
    ];
    for (const attribute of attributes) {
      const statements = texts
        // The empty text and the last character have no end of what begins with them.
        .filter(text => text !== '' && text !== '\u{10ffff}')
        .map(text => compiled(`${attribute} ${operator} ${JSON.stringify(text)}`).sql);
      expect(new Set(statements).size, attribute).toBe(1);
    }
  });
});

describe('a filter on members, as rows', () => {
  it.each([
    'value eq "e0000000-0000-7000-a000-000000000000"',
    'type eq "User"',
    'type ne "user" or display sw "a"',
    'display pr and not (display co "b")',
    'display ne "x"',
    '$ref ew "/Users/9e3779b1-0000-7000-a000-000000000001" or value sw "1"',
  ])('members[%s]', async text => {
    const sampled = await (sample ??= insertSample(database, 'member-rows'));
    const scope = groupScope(sampled);
    const filter = resolveFilter(parseFilter(`members[${text}]`), scope.resourceType);
    if (filter.kind !== 'valuePath') throw new Error('It is a value path.');
    const { rows } = await sql<{ group_id: string; member_id: string }>`
      select m.group_id, m.member_id from directory_memberships m
      where m.enterprise_id = ${sampled.enterpriseId} and m.connection_id = ${sampled.connectionId}
        and ${memberFilterToSql(filter.filter, scope)} order by m.group_id, m.member_id`.execute(kyselyOf(database));
    const expected = wireGroups.flatMap(group =>
      ((group['members'] ?? []) as { value: string }[])
        .filter(member => evaluateFilter(filter, { members: [member] }))
        .map(({ value }) => ({ group_id: group['id'] as string, member_id: value })),
    );
    expect(expected.length).toBeLessThan(500);
    expect(rows).toEqual(expected.toSorted((a, b) => (a.group_id + a.member_id < b.group_id + b.member_id ? -1 : 1)));
  });
});

it('two hundred conditions on memberships are not two hundred joins, which PostgreSQL would plan for seconds', async () => {
  const conditions = Array.from({ length: 200 }, (_, index) => `groups.type ne "${index}"`).join(' and ');
  const filter = resolve(conditions);
  const start = performance.now();
  expect(await idsMatching(database, filter, userScope(connection))).toEqual([]);
  expect(performance.now() - start).toBeLessThan(1000);
});

let sample: Promise<ConnectionKey> | undefined;
