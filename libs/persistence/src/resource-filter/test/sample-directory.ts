import fc from 'fast-check';
import { comparableValue, findAttribute, groupResourceType, type ScimObject, userSchema } from '#libs/scim-protocol';
import type { Database } from '../../database.js';
import type { ConnectionKey } from '../../repositories/connection-key.js';
import { attributesOf, texts } from './arbitraries.js';
import {
  analyze,
  baseUrl,
  insertGroups,
  insertMemberships,
  insertUsers,
  newConnection,
  type TestMembership,
  type TestResource,
  toWire,
  userType,
} from './directory-fixture.js';

/** Of everything random here. */
export const SEED = 7644;
const moments = ['2026-01-01T00:00:00.000Z', '2025-12-31T23:59:59.999Z', '2026-01-01T00:00:00.001Z'];

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

/** Always the same ids, in no order. */
function idOf(kind: 'a' | 'b', index: number): string {
  const digits = ((index * 2654435761) >>> 0).toString(16).padStart(8, '0');
  return `${digits}-0000-7000-${kind}000-${index.toString(16).padStart(12, '0')}`;
}

function meta(index: number) {
  return { version: pick([1, 2, 10], index), createdAt: pick(moments, index), lastModified: pick(moments, index + 1) };
}

/** The first text that names fold into alike. */
const firstWithText = (index: number) => texts.findIndex(text => foldOf(text) === foldOf(pick(texts, index)));
function foldOf(text: string) {
  const userName = findAttribute(userSchema.attributes, 'userName');
  return userName && comparableValue(text, userName);
}

/** Every text is the name of one user, and the beginning of others'. */
const userNameOf = (index: number) => `${pick(texts, index)}${firstWithText(index) === index ? '' : `#${index}`}`;

export const users: readonly TestResource[] = fc
  .sample(attributesOf(userType), { seed: SEED, numRuns: 300 })
  .map((attributes, index) => ({
    id: idOf('a', index),
    attributes: { ...attributes, userName: userNameOf(index), active: index % 3 > 0 },
    ...meta(index),
  }));
export const groups: readonly TestResource[] = fc
  .sample(attributesOf(groupResourceType), { seed: SEED, numRuns: 60 })
  .map((attributes, index) => ({
    id: idOf('b', index),
    attributes: { ...attributes, displayName: pick(texts, index) },
    ...meta(index),
  }));
/** Texts that PostgreSQL folds as `comparableValue` does. */
const displays = texts.filter(text => /^[\0-\x7f]*$/.test(text));
/** Two thirds of the groups have users, each fifth has groups; some members have a display. */
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
/** Some of each. */
export const ids = [...users.slice(0, 10), ...groups.slice(0, 10)].map(({ id }) => id);

/** The users as they travel. */
export const wireUsers = users.map(user => toWire(user, userType, groupsOf(user.id)));
/** The groups as they travel. */
export const wireGroups = groups.map(group => toWire(group, groupResourceType, membersOf(group.id)));

function groupsOf(userId: string): ScimObject {
  const own = memberships.filter(({ memberId }) => memberId === userId);
  if (own.length === 0) return {};
  return {
    groups: own.map(({ groupId }) => ({
      value: groupId,
      $ref: `${baseUrl}/Groups/${groupId}`,
      display: groups.find(({ id }) => id === groupId)?.attributes['displayName'] ?? '',
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

/**
 * Puts the sample into a new connection. Before, another one gets resources with the same ids, of which each has the
 * attributes and memberships of its neighbour: whoever read one for the other would be found out.
 */
export async function insertSample(database: Database, key: string): Promise<ConnectionKey> {
  const other = await newConnection(database, `${key}-other`);
  const nextUserId = new Map(users.map(({ id }, index) => [id, pick(users, index + 1).id]));
  const nextGroupId = new Map(groups.map(({ id }, index) => [id, pick(groups, index + 1).id]));
  const moved = (id: string) => nextUserId.get(id) ?? nextGroupId.get(id) ?? id;
  const movedResource = (resource: TestResource) => ({ ...resource, id: moved(resource.id) });
  await insertUsers(database, other, users.map(movedResource));
  await insertGroups(database, other, groups.map(movedResource));
  const movedMemberships = memberships.map(membership => ({ ...membership, groupId: moved(membership.groupId) }));
  await insertMemberships(database, other, movedMemberships);

  const connection = await newConnection(database, key);
  await insertUsers(database, connection, users);
  await insertGroups(database, connection, groups);
  await insertMemberships(database, connection, memberships);
  await analyze(database);
  return connection;
}
