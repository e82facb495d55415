import { type RawBuilder, sql } from 'kysely';
import {
  type Attribute,
  comparableValue,
  findAttribute,
  groupResourceType,
  type ResolvedFilter,
  type ResourceType,
  type Schema,
  schemasOf,
  type ScimAttributes,
  type ScimObject,
  userResourceType,
} from '#libs/scim-protocol';
import type { Database } from '../../database.js';
import type { ConnectionKey } from '../../repositories/connection-key.js';
import type { Tables } from '../../tables.js';
import type { FilterScope } from '../filter-scope.js';
import { filterToSql } from '../filter-to-sql.js';
import { toSearchDocument } from '../search-document.js';
import { toTerms } from '../to-terms.js';

export const baseUrl = 'https://scim.example/scim/c/v2';

const attribute = (name: string, type: Attribute['type'], differing: Partial<Attribute> = {}): Attribute => ({
  name,
  type,
  multiValued: false,
  description: name,
  required: false,
  caseExact: type === 'reference' || type === 'binary',
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...differing,
});

/** An extension of a connection's own, with an attribute of each type and shape. */
export const badgeSchema: Schema = {
  id: 'urn:example:scim:schemas:badge:1.0:User',
  name: 'Badge',
  description: 'Badges.',
  attributes: [
    attribute('number', 'string'),
    attribute('serial-no', 'string', { caseExact: true }),
    attribute('level', 'integer'),
    attribute('weight', 'decimal'),
    attribute('valid', 'boolean'),
    attribute('issued', 'dateTime'),
    attribute('picture', 'binary'),
    attribute('page', 'reference'),
    attribute('tags', 'string', { multiValued: true }),
    attribute('codes', 'string', { multiValued: true, caseExact: true }),
    attribute('readings', 'integer', { multiValued: true }),
    attribute('checks', 'dateTime', { multiValued: true }),
    attribute('holder', 'complex', {
      subAttributes: [
        attribute('value', 'string', { caseExact: true }),
        attribute('since', 'dateTime'),
        attribute('primary', 'boolean'),
      ],
    }),
    attribute('doors', 'complex', {
      multiValued: true,
      subAttributes: [
        attribute('value', 'string'),
        attribute('$key', 'string', { caseExact: true }),
        attribute('floor', 'integer'),
        attribute('opened', 'dateTime'),
        attribute('primary', 'boolean'),
      ],
    }),
  ],
};

export const userType: ResourceType = {
  ...userResourceType,
  schemaExtensions: [...userResourceType.schemaExtensions, { schema: badgeSchema, required: false }],
};

/** A member of a group, or a group of a user. */
export interface TestMembership {
  readonly groupId: string;
  readonly memberId: string;
  readonly type: 'User' | 'Group';
  readonly display?: string;
}

/** A resource as it is stored, without what is kept elsewhere. */
export interface TestResource {
  readonly id: string;
  readonly attributes: ScimAttributes;
  readonly version?: number;
  readonly createdAt?: string;
  readonly lastModified?: string;
}

/** A connection of an enterprise of its own. */
export async function newConnection(database: Database, key: string): Promise<ConnectionKey> {
  const { enterprises } = database.repositories;
  const enterpriseId = await enterprises.insert({ key: `${key}-${process.pid}`, name: 'Example' });
  return enterprises.insertConnection(enterpriseId, {
    name: 'Test',
    idpProfile: 'generic',
    state: 'enabled',
    provisioningMode: 'users_and_groups',
  });
}

export function kyselyOf(database: Database) {
  return database.orm.em.fork().getKysely<Tables>();
}

export function userScope(connection: ConnectionKey): FilterScope {
  return { table: 'directory_users', resourceType: userType, connection, baseUrl };
}

export function groupScope(connection: ConnectionKey): FilterScope {
  return { table: 'directory_groups', resourceType: groupResourceType, connection, baseUrl };
}

export async function insertUsers(
  database: Database,
  { enterpriseId, connectionId }: ConnectionKey,
  users: readonly TestResource[],
): Promise<void> {
  const rows = users.map(({ id, attributes: { userName, externalId, active, ...rest }, ...meta }) => ({
    id,
    user_name: userName,
    user_name_key: keyOf(userResourceType, 'userName', userName),
    external_id: externalId ?? null,
    active: active !== false,
    ...documents(rest, userType, { enterpriseId, connectionId }),
    ...columnsOf(meta),
  }));
  await insertRows(database, 'directory_users', { enterpriseId, connectionId }, rows);
}

export async function insertGroups(
  database: Database,
  connection: ConnectionKey,
  groups: readonly TestResource[],
): Promise<void> {
  const rows = groups.map(({ id, attributes: { displayName, externalId, ...rest }, ...meta }) => ({
    id,
    display_name: displayName,
    display_name_key: keyOf(groupResourceType, 'displayName', displayName),
    external_id: externalId ?? null,
    ...documents(rest, groupResourceType, connection),
    ...columnsOf(meta),
  }));
  await insertRows(database, 'directory_groups', connection, rows);
}

export async function insertMemberships(
  database: Database,
  connection: ConnectionKey,
  memberships: readonly TestMembership[],
): Promise<void> {
  const rows = memberships.map(({ groupId, memberId, type, display }) => ({
    group_id: groupId,
    member_id: memberId,
    member_type: type,
    display: display ?? null,
  }));
  await insertRows(database, 'directory_memberships', connection, rows);
}

async function insertRows(
  database: Database,
  table: string,
  { enterpriseId, connectionId }: ConnectionKey,
  rows: readonly object[],
): Promise<void> {
  const whole = rows.map(row => ({ enterprise_id: enterpriseId, connection_id: connectionId, ...row }));
  const columns = sql.join(Object.keys(whole[0] ?? {}).map(name => sql.ref(name)));
  await sql`
    insert into ${sql.ref(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.ref(table)}, ${JSON.stringify(whole)}::jsonb)
  `.execute(kyselyOf(database));
}

/** Tells PostgreSQL what the tables hold, as it finds out by itself after a minute; and puts every term into its index. */
export async function analyze(database: Database): Promise<void> {
  for (const table of ['directory_users', 'directory_groups', 'directory_memberships'])
    await sql`vacuum analyze ${sql.table(table)}`.execute(kyselyOf(database));
}

function keyOf(resourceType: ResourceType, name: string, value: unknown): unknown {
  const found = findAttribute(resourceType.schema.attributes, name);
  return found && comparableValue(value, found);
}

function documents(attributes: ScimAttributes, resourceType: ResourceType, connection: ConnectionKey) {
  const search = toSearchDocument(attributes, resourceType);
  return { attributes, search, terms: toTerms(search, resourceType, connection) };
}

function columnsOf({ version, createdAt, lastModified }: Omit<TestResource, 'id' | 'attributes'>) {
  const now = new Date().toISOString();
  return { version: version ?? 1, created_at: createdAt ?? now, last_modified: lastModified ?? now };
}

/** A resource as it travels. */
export function toWire(
  { id, attributes, version, createdAt, lastModified }: TestResource,
  resourceType: ResourceType,
  memberships: ScimObject = {},
): ScimObject {
  return {
    schemas: schemasOf(attributes, resourceType),
    id,
    ...(resourceType === userType ? { active: true } : {}),
    ...attributes,
    ...memberships,
    meta: {
      resourceType: resourceType.name,
      created: createdAt ?? '',
      lastModified: lastModified ?? '',
      location: `${baseUrl}${resourceType.endpoint}/${id}`,
      version: `W/"${version}"`,
    },
  };
}

/** What stands behind `from` in a query for the resources that satisfy a filter. */
export function matching(filter: ResolvedFilter, scope: FilterScope): RawBuilder<unknown> {
  const { enterpriseId, connectionId } = scope.connection;
  const table = sql.raw(scope.table);
  const isPresent = scope.table === 'directory_users' ? sql`directory_users.state = 'present'` : sql`true`;
  return sql`${table} where ${table}.enterprise_id = ${enterpriseId} and ${table}.connection_id = ${connectionId}
    and ${isPresent} and ${filterToSql(filter, scope)}`;
}

/** The ids of the resources that satisfy a filter, in order. */
export async function idsMatching(database: Database, filter: ResolvedFilter, scope: FilterScope): Promise<string[]> {
  const query = sql<{ id: string }>`select id from ${matching(filter, scope)} order by id`;
  const { rows } = await query.execute(kyselyOf(database));
  return rows.map(({ id }) => id);
}
