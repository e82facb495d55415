import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { EnterpriseId, OrganizationId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import { isUniqueViolation } from '../postgres-error.js';
import type { Row } from '../tables.js';
import { FIRST_ID, type Keyset } from './keyset.js';
import { KeyTaken } from './key-taken.js';

/** A part of an enterprise, as it is stored. */
export type OrganizationRow = Row<'organizations'>;

/** The parts of an enterprise. */
export class OrganizationsRepository {
  constructor(private readonly db: Executor) {}

  /** @throws KeyTaken */
  async insert(
    enterpriseId: EnterpriseId,
    organization: { readonly key: string; readonly name: string },
  ): Promise<OrganizationRow> {
    return this.db.kysely
      .insertInto('organizations')
      .values({ enterprise_id: enterpriseId, id: uuid() as OrganizationId, ...organization })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw isUniqueViolation(error, 'organizations_key') ? new KeyTaken(organization.key) : error;
      });
  }

  find(enterpriseId: EnterpriseId, id: OrganizationId): Promise<OrganizationRow | undefined> {
    return this.db.kysely
      .selectFrom('organizations')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }))
      .executeTakeFirst();
  }

  /** Nobody else changes it until the transaction ends. */
  findForUpdate(enterpriseId: EnterpriseId, id: OrganizationId): Promise<OrganizationRow | undefined> {
    return this.db.kysely
      .selectFrom('organizations')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }))
      .forUpdate()
      .executeTakeFirst();
  }

  list(enterpriseId: EnterpriseId, { limit, after = FIRST_ID }: Keyset): Promise<OrganizationRow[]> {
    return this.db.kysely
      .selectFrom('organizations')
      .selectAll()
      .where('enterprise_id', '=', enterpriseId)
      .where('id', '>', after as OrganizationId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** What all of them are called. */
  names(enterpriseId: EnterpriseId): Promise<Pick<OrganizationRow, 'id' | 'key' | 'name'>[]> {
    return this.db.kysely
      .selectFrom('organizations')
      .select(['id', 'key', 'name'])
      .where('enterprise_id', '=', enterpriseId)
      .orderBy('id')
      .execute();
  }

  update(enterpriseId: EnterpriseId, id: OrganizationId, change: { readonly name: string }): Promise<OrganizationRow> {
    return this.db.kysely
      .updateTable('organizations')
      .set({ ...change, version: sql<number>`version + 1`, last_modified: sql<string>`now()` })
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }))
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  async delete(enterpriseId: EnterpriseId, id: OrganizationId): Promise<void> {
    await this.db.kysely
      .deleteFrom('organizations')
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }))
      .execute();
  }
}
