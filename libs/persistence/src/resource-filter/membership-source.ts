import type { ResolvedAttribute, ResolvedComparison, ResolvedFilter } from '#libs/scim-protocol';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Column } from './column.js';
import { compareColumn } from './compare-column.js';
import { always, type Condition, conditionToSql } from './condition.js';
import type { FilterScope } from './filter-scope.js';
import { type FilterSource, noValuePath } from './filter-source.js';

/** The multi-valued attribute whose values are rows of `directory_memberships`, and how its sub-attributes are read. */
interface Memberships {
  readonly attribute: string;
  /** The rows of a resource, called `m`. */
  readonly rows: RawBuilder<unknown>;
  /** The same, along with what `display` is read from. */
  readonly rowsWithDisplay: RawBuilder<unknown>;
  columns(scope: FilterScope): MembershipColumns;
}

type MembershipColumns = Readonly<Record<string, Column>> & { readonly value: Column };

const membersOfGroup: Memberships = {
  attribute: 'members',
  rows: sql`directory_memberships m where m.group_id = directory_groups.id`,
  rowsWithDisplay: sql`directory_memberships m where m.group_id = directory_groups.id`,
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
  rows: sql`directory_memberships m where m.member_id = directory_users.id`,
  rowsWithDisplay: sql`
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

/**
 * Conditions on `members` of a group, or `groups` of a user; a comparison is about any of them. Where each may be a join, the
 * one that finds the fewest resources leads; else the memberships of each resource are looked up.
 */
export function membershipSource(document: RawBuilder<unknown>, scope: FilterScope, mayJoin: boolean): FilterSource {
  const columns = memberships[scope.table].columns(scope);
  const element = memberSource(scope);
  const some = (filter: ResolvedFilter, condition: Condition): Condition => ({
    sql: sql<SqlBool>`exists (
      select from ${rowsOf(scope, namesDisplay(filter))} and ${conditionToSql(condition, document)}
    )${mayJoin ? sql`` : sql` is true`}`,
  });
  return {
    document,
    compare: comparison => some(comparison, compareElement(columns, comparison, false)),
    isPresent: target => some({ kind: 'present', target }, element.isPresent(target)),
    valuePath: ({ filter }, compile) => some(filter, compile(filter, element)),
  };
}

/** How many conditions of a filter are on memberships. */
export function countMemberships(filter: ResolvedFilter, scope: FilterScope): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.reduce((sum, operand) => sum + countMemberships(operand, scope), 0);
    case 'not':
      return countMemberships(filter.operand, scope);
    case 'comparison':
    case 'present':
    case 'valuePath':
      return isMembership(filter.target, scope) ? 1 : 0;
  }
}

/** Conditions on one row of memberships, called `m`. */
export function memberSource(scope: FilterScope): FilterSource {
  const columns = memberships[scope.table].columns(scope);
  return {
    // Nothing of a membership stands in a document.
    document: sql`null::jsonb`,
    compare: comparison => compareElement(columns, comparison, true),
    isPresent: target => {
      const column = columnOf(columns, target);
      return column.isNullable ? { sql: sql<SqlBool>`${column.sql} is not null` } : always;
    },
    valuePath: noValuePath,
  };
}

/** The value of the first of the memberships, by the id of the other side. */
export function firstMembership(target: ResolvedAttribute, scope: FilterScope): Column {
  const columns = memberships[scope.table].columns(scope);
  const { kind, sql: value } = columnOf(columns, target);
  const rows = rowsOf(scope, target.subAttribute?.name === 'display');
  return { kind, sql: sql`(select ${value} from ${rows} order by ${columns.value.sql} limit 1)` };
}

function rowsOf({ connection, table }: FilterScope, withDisplay: boolean): RawBuilder<unknown> {
  const { enterpriseId, connectionId } = connection;
  const { rows, rowsWithDisplay } = memberships[table];
  return sql`${withDisplay ? rowsWithDisplay : rows} and m.enterprise_id = ${enterpriseId} and m.connection_id = ${connectionId}`;
}

function namesDisplay(filter: ResolvedFilter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.some(namesDisplay);
    case 'not':
      return namesDisplay(filter.operand);
    case 'valuePath':
      return namesDisplay(filter.filter);
    case 'comparison':
    case 'present':
      return filter.target.subAttribute?.name === 'display';
  }
}

function compareElement(
  columns: MembershipColumns,
  { operator, target, value }: ResolvedComparison,
  absentDiffers: boolean,
): Condition {
  return { sql: compareColumn(operator, columnOf(columns, target), value, absentDiffers) };
}

/** Without a sub-attribute the whole membership is meant, which its `value` stands for. */
function columnOf(columns: MembershipColumns, { subAttribute }: ResolvedAttribute): Column {
  return (subAttribute && columns[subAttribute.name]) ?? columns.value;
}
