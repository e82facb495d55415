import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AttributeMappingId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A version of the attribute mapping, as it is stored. */
export type AttributeMappingRow = Row<'attribute_mappings'>;

/** The version that was published last; 0, the one that is built in, when there is none. */
export const latestMappingVersion = sql<number>`(select coalesce(max(version), 0) from attribute_mappings)`;

/** The versions of the attribute mapping that the vendor has published. They are of the installation, not of an enterprise. */
export class AttributeMappingsRepository {
  constructor(private readonly db: Executor) {}

  find(version: number): Promise<AttributeMappingRow | undefined> {
    return this.select().where('version', '=', version).executeTakeFirst();
  }

  findById(id: AttributeMappingId): Promise<AttributeMappingRow | undefined> {
    return this.select().where('id', '=', id).executeTakeFirst();
  }

  /** The one that was published last. */
  latest(): Promise<AttributeMappingRow | undefined> {
    return this.select().orderBy('version', 'desc').limit(1).executeTakeFirst();
  }

  /** Oldest first. */
  list({ limit, after = FIRST_ID }: Keyset): Promise<AttributeMappingRow[]> {
    return this.select()
      .where('id', '>', after as AttributeMappingId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Nobody else publishes a version until the transaction ends. */
  async lock(): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtextextended('attribute mapping', 0))`.execute(this.db.kysely);
  }

  /** Publishes the next version. Run it under {@link lock}. */
  insert(version: number, mapping: object, note: string): Promise<AttributeMappingRow> {
    return this.db.kysely
      .insertInto('attribute_mappings')
      .values({
        id: uuid() as AttributeMappingId,
        version,
        mapping: sql<object>`${JSON.stringify(mapping)}::jsonb`,
        note,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  private select() {
    return this.db.kysely.selectFrom('attribute_mappings').selectAll();
  }
}
