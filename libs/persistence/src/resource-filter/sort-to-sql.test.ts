import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  comparableValue,
  type ComparableValue,
  groupResourceType,
  parseAttributePath,
  type ResolvedAttribute,
  resolveSortBy,
  type ResourceType,
  type ScimObject,
  type ScimValue,
} from '#libs/scim-protocol';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';
import type { FilterScope } from './filter-scope.js';
import { afterSortKey, sortKeyToSql, type SortOrder, sortToSql } from './sort-to-sql.js';
import { badgeSchema, groupScope, kyselyOf, userScope, userType } from './test/directory-fixture.js';
import { insertSample, wireGroups, wireUsers } from './test/sample-directory.js';

let database: Database;
let ofUsers: FilterScope;
let ofGroups: FilterScope;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 4 });
  const connection = await insertSample(database, 'sort');
  ofUsers = userScope(connection);
  ofGroups = groupScope(connection);
});
afterAll(() => database.close());

interface PageEnd {
  readonly id: string;
  readonly key: string | null;
}

/** A page of resources in an order, each with its key; the first one, or the one after a resource. */
async function page(
  target: ResolvedAttribute,
  order: SortOrder,
  scope: FilterScope,
  count: number,
  last?: PageEnd,
): Promise<readonly PageEnd[]> {
  const table = sql.raw(scope.table);
  const { enterpriseId, connectionId } = scope.connection;
  const { rows } = await sql<PageEnd>`
    select ${table}.id, ${sortKeyToSql(target, scope)} as key from ${table}
    where ${table}.enterprise_id = ${enterpriseId} and ${table}.connection_id = ${connectionId}
    ${last ? sql`and ${afterSortKey(target, order, last, scope)}` : sql``}
    order by ${sortToSql(target, order, scope)} limit ${count}`.execute(kyselyOf(database));
  return rows;
}

async function allPages(target: ResolvedAttribute, order: SortOrder, scope: FilterScope): Promise<string[]> {
  const ids: string[] = [];
  let rows = await page(target, order, scope, 50);
  while (rows.length > 0) {
    ids.push(...rows.map(({ id }) => id));
    rows = await page(target, order, scope, 50, rows.at(-1));
  }
  return ids;
}

/** RFC 7644 §3.4.2.3, by the letter. */
function sorted(resources: readonly ScimObject[], target: ResolvedAttribute, order: SortOrder): string[] {
  const keyed = resources.map(resource => ({ id: resource['id'] as string, key: keyOf(resource, target) }));
  const ascending = keyed.toSorted((a, b) => compareKeys(a.key, b.key) || compareTexts(a.id, b.id));
  return (order === 'ascending' ? ascending : ascending.toReversed()).map(({ id }) => id);
}

function keyOf(resource: ScimObject, { schema, extension, attribute, subAttribute }: ResolvedAttribute) {
  const holder = extension ? ((resource[schema.id] ?? {}) as ScimObject) : resource;
  const values = [holder[attribute.name] ?? []].flat() as readonly ScimObject[];
  const byId = ['members', 'groups'].includes(attribute.name)
    ? values.toSorted((a, b) => compareTexts(a['value'] as string, b['value'] as string))
    : values;
  const preferred = byId.find(value => value['primary'] === true && attribute.multiValued) ?? byId[0];
  const value: ScimValue | undefined = subAttribute ? preferred?.[subAttribute.name] : preferred;
  return comparableValue(value, subAttribute ?? attribute);
}

/** What has no value comes last. */
function compareKeys(a: ComparableValue | undefined, b: ComparableValue | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return typeof a === 'string' ? compareTexts(a, String(b)) : Number(a) - Number(b);
}

/** By code points, which is the order of their UTF-8 bytes. */
function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const userTargets = [
  'userName',
  'id',
  'externalId',
  'active',
  'schemas',
  'displayName',
  'profileUrl',
  'name.familyName',
  'emails',
  'emails.value',
  'emails.type',
  'emails.primary',
  'addresses.locality',
  'x509Certificates.value',
  'groups',
  'groups.display',
  'groups.$ref',
  'groups.type',
  'meta.created',
  'meta.lastModified',
  'meta.version',
  'meta.location',
  'meta.resourceType',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
  'manager',
  'manager.$ref',
  ...['number', 'serial-no', 'level', 'weight', 'valid', 'issued', 'tags', 'codes', 'readings', 'checks'].map(
    name => `${badgeSchema.id}:${name}`,
  ),
  ...['holder.since', 'holder.primary', 'doors.value', 'doors.$key', 'doors.floor', 'doors.opened'].map(
    name => `${badgeSchema.id}:${name}`,
  ),
];
const groupTargets = ['displayName', 'id', 'externalId', 'members', 'members.display', 'members.type', 'meta.version'];

const cases: [sortBy: string, order: SortOrder, resourceType: ResourceType][] = (
  ['ascending', 'descending'] as const
).flatMap(order => [
  ...userTargets.map((sortBy): [string, SortOrder, ResourceType] => [sortBy, order, userType]),
  ...groupTargets.map((sortBy): [string, SortOrder, ResourceType] => [`${sortBy} of groups`, order, groupResourceType]),
]);

describe('pages in the order of an attribute: by code points, without a value last when ascending (RFC 7644 §3.4.2.3)', () => {
  it.each(cases)('%s, %s', async (sortBy, order, resourceType) => {
    const target = resolveSortBy(parseAttributePath(sortBy.replace(' of groups', '')), resourceType);
    const [scope, resources] = resourceType === userType ? [ofUsers, wireUsers] : [ofGroups, wireGroups];
    const whole = await page(target, order, scope, 1000);
    expect(whole.map(({ id }) => id)).toEqual(sorted(resources, target, order));
    expect(await allPages(target, order, scope)).toEqual(whole.map(({ id }) => id));
  });
});
