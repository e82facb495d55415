import type { ResolvedAttribute, ResolvedComparison } from '#libs/scim-protocol';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Column } from './column.js';
import { compareColumn } from './compare-column.js';
import { always, type Condition, conditionToSql, never } from './condition.js';
import type { FilterScope } from './filter-scope.js';
import { type FilterSource, noValuePath } from './filter-source.js';

/** The multi-valued attribute whose values are rows of `directory_memberships`, and how its sub-attributes are read. */
interface Memberships {
  readonly attribute: string;
  readonly rows: RawBuilder<unknown>;
  columns(scope: FilterScope): MembershipColumns;
}

type MembershipColumns = Readonly<Record<string, Column>> & { readonly value: Column };

const membersOfGroup: Memberships = {
  attribute: 'members',
  rows: sql`directory_memberships m where m.group_id = directory_groups.id`,
  columns: ({ baseUrl }) => ({
    value: { kind: 'id', sql: sql.raw('m.member_id') },
    type: { kind: 'text', sql: sql.raw('lower(m.member_type) collate "C"') },
    display: { kind: 'text', sql: sql.raw('normalize(lower(m.display)) collate "C"'), isNullable: true },
    $ref: {
      kind: 'text',
      sql: sql`(${baseUrl}::text || '/' || m.member_type || 's/' || m.member_id) collate "C"`,
    },
  }),
};

/** The groups a user is in directly. */
const groupsOfUser: Memberships = {
  attribute: 'groups',
  rows: sql`
    directory_memberships m
    join directory_groups g on g.enterprise_id = m.enterprise_id and g.connection_id = m.connection_id and g.id = m.group_id
    where m.member_id = directory_users.id`,
  columns: ({ baseUrl }) => ({
    value: { kind: 'id', sql: sql.raw('m.group_id') },
    type: { kind: 'text', sql: sql.raw(`'direct' collate "C"`) },
    display: { kind: 'text', sql: sql.raw('g.display_name_key') },
    $ref: { kind: 'id', sql: sql.raw('m.group_id'), prefix: `${baseUrl}/Groups/` },
  }),
};

const memberships: Readonly<Record<FilterScope['table'], Memberships>> = {
  directory_users: groupsOfUser,
  directory_groups: membersOfGroup,
};

/** Whether the values of an attribute are memberships. */
export function isMembership({ extension, attribute }: ResolvedAttribute, { table }: FilterScope): boolean {
  return !extension && attribute.name === memberships[table].attribute;
}

/** Conditions on `members` of a group, or `groups` of a user; a comparison is about any of them. */
export function membershipSource(document: RawBuilder<unknown>, scope: FilterScope): FilterSource {
  const named = memberships[scope.table].columns(scope);
  const some = (condition: Condition): Condition => ({
    sql: sql<SqlBool>`exists (
      select from ${rowsOf(scope)} and ${conditionToSql(condition, document)})`,
  });
  const source = elementSource(document, named);
  return {
    document,
    compare: comparison => some(compareElement(named, comparison, false)),
    isPresent: target => some(source.isPresent(target)),
    valuePath: ({ filter }, compile) => some(compile(filter, source)),
  };
}

/** Conditions on one row of memberships. */
export function memberSource(scope: FilterScope): FilterSource {
  // No predicate is ever made of these.
  return elementSource(sql`null`, memberships[scope.table].columns(scope));
}

/** The value of the first of the memberships, by the id of the other side. */
export function firstMembership(target: ResolvedAttribute, scope: FilterScope): Column {
  const { columns } = memberships[scope.table];
  const named = columns(scope);
  const { kind, sql: value } = columnOf(named, target) ?? named.value;
  return { kind, sql: sql`(select ${value} from ${rowsOf(scope)} order by ${named.value.sql} limit 1)` };
}

function rowsOf(scope: FilterScope): RawBuilder<unknown> {
  const { enterpriseId, connectionId } = scope.connection;
  const { rows } = memberships[scope.table];
  return sql`${rows} and m.enterprise_id = ${enterpriseId} and m.connection_id = ${connectionId}`;
}

function elementSource(document: RawBuilder<unknown>, columns: MembershipColumns): FilterSource {
  return {
    document,
    compare: comparison => compareElement(columns, comparison, true),
    isPresent: target => {
      const column = columnOf(columns, target);
      return column?.isNullable ? { sql: sql<SqlBool>`${column.sql} is not null` } : always;
    },
    valuePath: noValuePath,
  };
}

function compareElement(
  columns: MembershipColumns,
  { operator, target, value }: ResolvedComparison,
  absentDiffers: boolean,
): Condition {
  const column = columnOf(columns, target);
  if (column) return { sql: compareColumn(operator, column, value, absentDiffers) };
  // A sub-attribute that no membership has.
  return operator === 'ne' && absentDiffers ? always : never;
}

function columnOf(columns: MembershipColumns, { subAttribute }: ResolvedAttribute): Column | undefined {
  return subAttribute && columns[subAttribute.name];
}
