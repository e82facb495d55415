import { type RawBuilder, sql, type SqlBool } from 'kysely';

/**
 * A condition on a document: as a JSON path predicate wherever that can say it, so that many conditions read the document
 * once, or as SQL. SQL's "unknown" counts as false.
 */
export type Condition =
  | { readonly predicate: (root: '$' | '@') => string }
  | { readonly sql: RawBuilder<SqlBool>; readonly predicate?: never };

export const always: Condition = { sql: sql<SqlBool>`true` };
export const never: Condition = { sql: sql<SqlBool>`false` };

/** A condition on a document, or one value in it, as SQL; what it compares with is bound. */
export function conditionToSql(condition: Condition, document: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return condition.predicate
    ? sql<SqlBool>`${document} @@ ${condition.predicate('$')}::jsonpath`
    : sql<SqlBool>`(${condition.sql})`;
}

/** Joins at least one condition on the same document. */
export function joinConditions(
  kind: 'and' | 'or',
  conditions: readonly Condition[],
  document: RawBuilder<unknown>,
): Condition {
  const predicates = conditions.flatMap(({ predicate }) => predicate ?? []);
  const operator = kind === 'and' ? ' && ' : ' || ';
  const joined: Condition = {
    predicate: root => predicates.map(predicate => `(${predicate(root)})`).join(operator),
  };
  if (predicates.length === conditions.length) return joined;
  const others = conditions.filter(({ predicate }) => predicate === undefined);
  const all = predicates.length === 0 ? others : [...others, joined];
  const parts = all.map(condition => conditionToSql(condition, document));
  return { sql: sql<SqlBool>`${sql.join(parts, kind === 'and' ? sql` and ` : sql` or `)}` };
}

/** The opposite: RFC 7644 knows no "unknown". */
export function negate(condition: Condition): Condition {
  const { predicate } = condition;
  return predicate
    ? { predicate: root => `!(${predicate(root)})` }
    : { sql: sql<SqlBool>`(${condition.sql}) is not true` };
}
