import { type ResourceType, uniqueValues, type ScimAttributes, userResourceType } from '#libs/scim-protocol';
import { sql } from 'kysely';
import type { DirectoryUserId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import { filterToSql } from '../resource-filter/filter-to-sql.js';
import type { ConnectionKey } from './connection-key.js';

/** Another present user of the connection has a value that must be unique; the message names the attribute. */
export class ValueTaken extends Error {
  override readonly name = 'ValueTaken';

  constructor(readonly attribute: string) {
    super(`Another user of this connection has this value of "${attribute}" already.`);
  }
}

const lockValues = statement(
  'unique.lock',
  'select pg_advisory_xact_lock(hashtextextended(value, 0)) from (select unnest($1::text[]) as value order by 1) as sorted',
);

/**
 * Values that a connection's own extension schemas declare unique (RFC 7643 §7 "uniqueness"). They have no index that could
 * refuse a second one, so whoever writes one locks it first, and looks.
 */
export class UniqueValuesRepository {
  constructor(private readonly db: Executor) {}

  /**
   * Reserves the unique values of a user for this transaction.
   * @throws ValueTaken
   */
  async reserve(
    connection: ConnectionKey,
    resourceType: ResourceType,
    user: { readonly id: DirectoryUserId; readonly resource: ScimAttributes },
  ): Promise<void> {
    // The userName has its index.
    if (resourceType === userResourceType) return;
    const values = uniqueValues(user.resource, resourceType).filter(
      ({ target }) => target.extension || target.attribute.name !== 'userName',
    );
    if (values.length === 0) return;
    const { enterpriseId, connectionId } = connection;
    await this.db.run(lockValues, [
      values.map(({ target, value }) => JSON.stringify([connectionId, target.schema.id, nameOf(target), value])),
    ]);
    const scope = { table: 'directory_users', resourceType, connection, baseUrl: '' } as const;
    for (const { target, value } of values) {
      const holds = filterToSql({ kind: 'comparison', operator: 'eq', target, value, literal: value }, scope);
      const { rows } = await sql`
        select from directory_users
        where directory_users.enterprise_id = ${enterpriseId} and directory_users.connection_id = ${connectionId}
          and directory_users.state = 'present' and directory_users.id <> ${user.id} and (${holds}) limit 1`.execute(
        this.db.kysely,
      );
      if (rows.length > 0) throw new ValueTaken(nameOf(target));
    }
  }
}

function nameOf({ attribute, subAttribute }: ReturnType<typeof uniqueValues>[number]['target']): string {
  return subAttribute ? `${attribute.name}.${subAttribute.name}` : attribute.name;
}
