import { sql } from 'kysely';
import type { DomainOutcome, DomainPolicy } from '../entities/domain.entity.js';
import type { DomainId } from '../entities/ids.js';
import { type Executor, lookUp, statement } from '../executor.js';
import { isUniqueViolation } from '../postgres-error.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A domain, as it is stored. */
export type DomainRow = Row<'domains'>;

/** What of a domain is changed. */
export interface DomainChange {
  readonly policy?: DomainPolicy;
  readonly verifiedAt?: string | null;
  readonly failingSince?: string | null;
  readonly outcome?: DomainOutcome;
  /** The DNS was asked just now. That alone makes no new version. */
  readonly isChecked?: boolean;
}

const lockName = statement('domains.lock-name', "select pg_advisory_xact_lock(hashtextextended('domain:' || $1, 0))");

const homeRealm = lookUp<ConnectionKey & { readonly policy: 'optional' | 'required' }>(
  'domains.home-realm',
  `select d.enterprise_id as "enterpriseId", d.connection_id as "connectionId", d.policy
   from domains d join connections c on c.enterprise_id = d.enterprise_id and c.id = d.connection_id
   where d.name = $1 and d.verified_at is not null and d.policy <> 'off' and c.state = 'enabled'`,
);

/** New ones are looked at for two weeks. */
const due = statement<DomainRow>(
  'domains.due',
  `select * from domains
   where checked_at < now() - case when verified_at is not null and failing_since is null then interval '1 day' else interval '1 hour' end
     and (verified_at is not null or created_at > now() - interval '14 days')
   order by checked_at limit $1`,
);

/** The enterprise has the domain already, at this connection or another. */
export class DomainTaken extends Error {
  override readonly name = 'DomainTaken';

  constructor(readonly domain: string) {
    super(`The enterprise has the domain "${domain}" already.`);
  }
}

/** The domains of connections. */
export class DomainsRepository {
  constructor(private readonly db: Executor) {}

  /** @throws DomainTaken */
  async insert(
    connection: ConnectionKey,
    domain: Pick<DomainRow, 'id' | 'name' | 'token' | 'policy'>,
  ): Promise<DomainRow> {
    return this.db.kysely
      .insertInto('domains')
      .values({ ...keyColumns(connection), ...domain, checked_at: sql<string>`now()` })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw isUniqueViolation(error, 'domains_name') ? new DomainTaken(domain.name) : error;
      });
  }

  list(connection: ConnectionKey, { limit, after = FIRST_ID }: Keyset): Promise<DomainRow[]> {
    return this.db.kysely
      .selectFrom('domains')
      .selectAll()
      .where(({ and }) => and(keyColumns(connection)))
      .where('id', '>', after as DomainId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  find(connection: ConnectionKey, id: DomainId): Promise<DomainRow | undefined> {
    return this.db.kysely
      .selectFrom('domains')
      .selectAll()
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .executeTakeFirst();
  }

  /** Nobody else changes it until the transaction ends. */
  findForUpdate(connection: ConnectionKey, id: DomainId): Promise<DomainRow | undefined> {
    return this.db.kysely
      .selectFrom('domains')
      .selectAll()
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .forUpdate()
      .executeTakeFirst();
  }

  update(connection: ConnectionKey, id: DomainId, change: DomainChange): Promise<DomainRow> {
    const { policy, verifiedAt, failingSince, outcome, isChecked } = change;
    return this.db.kysely
      .updateTable('domains')
      .set({
        ...(policy && { policy, version: sql<number>`version + 1`, last_modified: sql<string>`now()` }),
        ...(verifiedAt !== undefined && { verified_at: verifiedAt }),
        ...(failingSince !== undefined && { failing_since: failingSince }),
        ...(outcome && { outcome }),
        ...(isChecked && { checked_at: sql<string>`now()` }),
      })
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  async delete(connection: ConnectionKey, id: DomainId): Promise<void> {
    await this.db.kysely
      .deleteFrom('domains')
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .execute();
  }

  /** Gives up those of a connection that is deleted, so that others can have them. */
  async deleteAll(connection: ConnectionKey): Promise<void> {
    await this.db.kysely
      .deleteFrom('domains')
      .where(({ and }) => and(keyColumns(connection)))
      .execute();
  }

  /** Nobody else verifies a domain of this name until the transaction ends. */
  async lockName(name: string): Promise<void> {
    await this.db.run(lockName, [name]);
  }

  /** Whether another connection, of whatever enterprise, has verified it. Call it after {@link lockName}. */
  async isHeldByAnother({ id, name }: Pick<DomainRow, 'id' | 'name'>): Promise<boolean> {
    const holder = await this.db.kysely
      .selectFrom('domains')
      .select('id')
      .where('name', '=', name)
      .where('verified_at', 'is not', null)
      .where('id', '<>', id)
      .executeTakeFirst();
    return holder !== undefined;
  }

  /** The names of those whose record is gone. */
  async failing(connection: ConnectionKey): Promise<readonly string[]> {
    const rows = await this.db.kysely
      .selectFrom('domains')
      .select('name')
      .where(({ and }) => and(keyColumns(connection)))
      .where('failing_since', 'is not', null)
      .orderBy('name')
      .execute();
    return rows.map(({ name }) => name);
  }

  /** Those, of every enterprise, whose records are to be read again, the longest waiting first. */
  async due(limit: number): Promise<readonly DomainRow[]> {
    return this.db.run(due, [limit]);
  }

  /** The enabled connection at which people of a verified domain sign in. */
  async homeRealm(name: string): Promise<(ConnectionKey & { readonly policy: 'optional' | 'required' }) | undefined> {
    const [found] = await this.db.run(homeRealm, [name]);
    return found;
  }
}
