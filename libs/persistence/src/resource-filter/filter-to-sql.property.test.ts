import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  comparableValue,
  evaluateFilter,
  findAttribute,
  groupResourceType,
  parseFilter,
  type ResolvedFilter,
  resolveFilter,
  type ScimObject,
  userSchema,
} from '#libs/scim-protocol';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { ConnectionKey } from '../repositories/connection-key.js';
import { attributesOf, filterOn, texts } from './test/arbitraries.js';
import {
  baseUrl,
  groupScope,
  idsMatching,
  insertGroups,
  insertMemberships,
  insertUsers,
  newConnection,
  type TestMembership,
  type TestResource,
  toWire,
  userScope,
  userType,
} from './test/directory-fixture.js';

const SEED = 7644;
const moments = ['2026-01-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00.001Z'];

let database: Database;
let connection: ConnectionKey;

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length]!;

/** Always the same ids, in no order. */
function idOf(kind: 'a' | 'b', index: number): string {
  const digits = ((index * 2654435761) >>> 0).toString(16).padStart(8, '0');
  return `${digits}-0000-7000-${kind}000-${index.toString(16).padStart(12, '0')}`;
}

function meta(index: number) {
  return { version: pick([1, 2, 10], index), createdAt: pick(moments, index), lastModified: pick(moments, index + 1) };
}

const firstWithText = (index: number) => texts.findIndex(text => foldOf(text) === foldOf(pick(texts, index)));
const foldOf = (text: string) => comparableValue(text, findAttribute(userSchema.attributes, 'userName')!);
/** Every text is the name of one user, and the beginning of others'. */
const userNameOf = (index: number) => `${pick(texts, index)}${firstWithText(index) === index ? '' : `#${index}`}`;

const users: readonly TestResource[] = fc
  .sample(attributesOf(userType), { seed: SEED, numRuns: 300 })
  .map((attributes, index) => ({
    id: idOf('a', index),
    attributes: { ...attributes, userName: userNameOf(index), active: index % 3 > 0 },
    ...meta(index),
  }));
const groups: readonly TestResource[] = fc
  .sample(attributesOf(groupResourceType), { seed: SEED, numRuns: 60 })
  .map((attributes, index) => ({
    id: idOf('b', index),
    attributes: { ...attributes, displayName: pick(texts, index) },
    ...meta(index),
  }));
/** Texts that PostgreSQL folds as `comparableValue` does. */
const displays = texts.filter(text => /^[\0-\x7f]*$/.test(text));
/** Each third group has users, each fifth has groups; some have displays. */
const memberships: readonly TestMembership[] = groups.flatMap(({ id: groupId }, index) => [
  ...(index % 3 === 0 ? [] : users.filter((_, at) => (at * 7 + index) % 31 === 0)).map(
    ({ id: memberId }, at): TestMembership => ({
      groupId,
      memberId,
      type: 'User',
      ...(at % 2 === 0 ? {} : { display: pick(displays, index + at) }),
    }),
  ),
  ...(index % 5 === 0 ? groups.slice(index + 1, index + 3) : []).map(({ id: memberId }): TestMembership => ({
    groupId,
    memberId,
    type: 'Group',
  })),
]);
const ids = [...users.slice(0, 10), ...groups.slice(0, 10)].map(({ id }) => id);

const wireUsers = users.map(user => toWire(user, userType, groupsOf(user.id)));
const wireGroups = groups.map(group => toWire(group, groupResourceType, membersOf(group.id)));

function groupsOf(userId: string): ScimObject {
  const own = memberships.filter(({ memberId }) => memberId === userId);
  if (own.length === 0) return {};
  return {
    groups: own.map(({ groupId }) => ({
      value: groupId,
      $ref: `${baseUrl}/Groups/${groupId}`,
      display: groups.find(({ id }) => id === groupId)!.attributes['displayName']!,
      type: 'direct',
    })),
  };
}

function membersOf(id: string): ScimObject {
  const own = memberships.filter(({ groupId }) => groupId === id);
  if (own.length === 0) return {};
  return {
    members: own.map(({ memberId, type, display }) => ({
      value: memberId,
      $ref: `${baseUrl}/${type}s/${memberId}`,
      type,
      ...(display === undefined ? {} : { display }),
    })),
  };
}

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 4 });
  // The same resources stand in a second connection of another enterprise.
  for (const key of ['filter-property', 'filter-property-other']) {
    connection = await newConnection(database, key);
    const isSecond = key.endsWith('other');
    const movedId = (id: string) => (isSecond ? id : id.replace(/^......../, 'ffffffff'));
    await insertUsers(
      database,
      connection,
      users.map(user => ({ ...user, id: movedId(user.id) })),
    );
    await insertGroups(
      database,
      connection,
      groups.map(group => ({ ...group, id: movedId(group.id) })),
    );
    await insertMemberships(
      database,
      connection,
      memberships.map(membership => ({
        ...membership,
        groupId: movedId(membership.groupId),
        memberId: movedId(membership.memberId),
      })),
    );
  }
});
afterAll(() => database.close());

function idsEvaluated(filter: ResolvedFilter, resources: readonly ScimObject[]): string[] {
  return resources
    .filter(resource => evaluateFilter(filter, resource))
    .map(({ id }) => id as string)
    .toSorted();
}

describe('SQL selects exactly the resources that the filter evaluated in memory selects (RFC 7644 §3.4.2.2)', () => {
  it.each([
    ['users', userType, wireUsers, userScope],
    ['groups', groupResourceType, wireGroups, groupScope],
  ])('%s, by any filter on any attribute', async (_, resourceType, resources, scopeOf) => {
    await fc.assert(
      fc.asyncProperty(filterOn(resourceType, ids), async text => {
        const filter = resolveFilter(parseFilter(text), resourceType);
        expect(await idsMatching(database, filter, scopeOf(connection))).toEqual(idsEvaluated(filter, resources));
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
});
