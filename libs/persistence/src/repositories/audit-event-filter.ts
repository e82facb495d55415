import { type Expression, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { EnterpriseId } from '../entities/ids.js';
import { afterPrefix } from '../resource-filter/after-prefix.js';

/** Which events are asked for; all of an enterprise when nothing is said. */
export interface AuditEventFilter {
  readonly actorId?: string | undefined;
  /** How the action begins: `connection.` or `scim_token.revoked`. */
  readonly action?: string | undefined;
  readonly targetType?: string | undefined;
  readonly targetId?: string | undefined;
  /** ISO 8601: at this moment or later. */
  readonly from?: string | undefined;
  /** ISO 8601: before this moment. */
  readonly to?: string | undefined;
}

/** The condition of an enterprise's events that satisfy a filter. */
export function matchingEvents(enterpriseId: EnterpriseId, filter: AuditEventFilter): Expression<SqlBool> {
  const { actorId, action, targetType, targetId, from, to } = filter;
  const conditions = [
    sql<SqlBool>`enterprise_id = ${enterpriseId}`,
    actorId !== undefined && sql<SqlBool>`actor ->> 'id' = ${actorId}`,
    action !== undefined && beginningWith(action),
    targetType !== undefined && sql<SqlBool>`target ->> 'type' = ${targetType}`,
    targetId !== undefined && sql<SqlBool>`target ->> 'id' = ${targetId}`,
    from !== undefined && sql<SqlBool>`sequence >= ${firstSince(enterpriseId, from)}`,
    to !== undefined && sql<SqlBool>`sequence <= ${lastBefore(enterpriseId, to)}`,
  ].filter(condition => condition !== false);
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}

function beginningWith(prefix: string): RawBuilder<SqlBool> {
  const end = afterPrefix(prefix);
  return end === undefined ? sql`action >= ${prefix}` : sql`(action >= ${prefix} and action < ${end})`;
}

// The later event has the higher sequence. So a time is a place in the log, and pages by sequence begin there.

function firstSince(enterpriseId: EnterpriseId, moment: string): RawBuilder<unknown> {
  return sql`(
    select t.sequence from audit_events t where t.enterprise_id = ${enterpriseId} and t.at >= ${moment}
    order by t.at, t.sequence limit 1)`;
}

function lastBefore(enterpriseId: EnterpriseId, moment: string): RawBuilder<unknown> {
  return sql`(
    select t.sequence from audit_events t where t.enterprise_id = ${enterpriseId} and t.at < ${moment}
    order by t.at desc, t.sequence desc limit 1)`;
}
