import type { ComparableValue, ComparisonOperator } from '#libs/scim-protocol';
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Column } from './column.js';
import { afterPrefix } from './after-prefix.js';

type Sql = RawBuilder<unknown>;
type Bool = RawBuilder<SqlBool>;
type OrderOperator = Exclude<ComparisonOperator, 'co' | 'sw' | 'ew' | 'ne'>;

const operators: Readonly<Record<OrderOperator, Sql>> = {
  eq: sql.raw('='),
  gt: sql.raw('>'),
  ge: sql.raw('>='),
  lt: sql.raw('<'),
  le: sql.raw('<='),
};
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const LOWEST_UUID = '00000000-0000-0000-0000-000000000000';

/** A comparison with a column's value, which satisfies `ne` when it is absent and `absentDiffers` (RFC 7644 §3.4.2.2). */
export function compareColumn(
  operator: ComparisonOperator,
  column: Column,
  value: ComparableValue,
  absentDiffers: boolean,
): Bool {
  if (operator === 'ne') {
    const equal = compareColumn('eq', column, value, false);
    return absentDiffers || !column.isNullable
      ? sql<SqlBool>`(${equal}) is not true`
      : sql<SqlBool>`${column.sql} is not null and (${equal}) is not true`;
  }
  if (column.kind === 'id') return compareId(operator, column, String(value));
  if (column.kind === 'text') return compareText(operator, column.sql, String(value));
  const bound = column.kind === 'moment' ? toTimestamp(Number(value)) : value;
  return sql<SqlBool>`${column.sql} ${operators[operator as OrderOperator]} ${bound}`;
}

/** A comparison of text by code points; each `sw` is a range, so that an index answers it whatever it begins with. */
export function compareText(operator: Exclude<ComparisonOperator, 'ne'>, text: Sql, value: string): Bool {
  switch (operator) {
    case 'co':
      return sql<SqlBool>`strpos(${text}, ${value}) > 0`;
    case 'ew':
      return sql<SqlBool>`right(${text}, ${Array.from(value).length}) = ${value}`;
    case 'sw': {
      const end = afterPrefix(value);
      return end === undefined
        ? sql<SqlBool>`${text} >= ${value}`
        : sql<SqlBool>`${text} >= ${value} and ${text} < ${end}`;
    }
    default:
      return sql<SqlBool>`${text} ${operators[operator]} ${value}`;
  }
}

/** A UUID's order is that of its text in lower case, so what can be is compared as UUID, by the primary key. */
function compareId(operator: Exclude<ComparisonOperator, 'ne'>, column: Column, value: string): Bool {
  const { prefix = '', sql: id } = column;
  const rest = value.startsWith(prefix) ? value.slice(prefix.length) : undefined;
  if (operator === 'sw') return compareBeginning(id, prefix, value, rest);
  if (rest !== undefined && UUID.test(rest) && operator !== 'co' && operator !== 'ew')
    return sql<SqlBool>`${id} ${operators[operator]} ${rest}::uuid`;
  if (operator === 'eq') return sql<SqlBool>`false`;
  return compareText(operator, sql`(${prefix}::text || ${id}::text) collate "C"`, value);
}

function compareBeginning(id: Sql, prefix: string, value: string, rest: string | undefined): Bool {
  if (prefix.startsWith(value)) return sql<SqlBool>`true`;
  const lowest = rest === undefined ? '' : rest + LOWEST_UUID.slice(rest.length);
  if (rest === undefined || !UUID.test(lowest)) return sql<SqlBool>`false`;
  const highest = rest + LOWEST_UUID.replaceAll('0', 'f').slice(rest.length);
  return sql<SqlBool>`${id} between ${lowest}::uuid and ${highest}::uuid`;
}

/** PostgreSQL writes a year 0 and years of five digits otherwise, and nothing of ours is that old or that far. */
function toTimestamp(milliseconds: number): string {
  const moment = new Date(milliseconds).toISOString();
  if (/^(?!0000)\d{4}-/.test(moment)) return moment;
  return milliseconds < 0 ? '-infinity' : 'infinity';
}
