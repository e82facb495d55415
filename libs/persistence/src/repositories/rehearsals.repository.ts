import type { ProvisioningMode } from '../entities/connection.entity.js';
import { type ConnectionId, newId, type RehearsalId } from '../entities/ids.js';
import type { RehearsalStep } from '../entities/rehearsal.entity.js';
import { type Executor, lookUp, statement } from '../executor.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyColumns, keyValues } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';
import { isUniqueViolation } from '../postgres-error.js';
import { QUARANTINE, quarantineOf } from './quarantine.js';

/** A rehearsal, as it is read. */
export type RehearsalRow = Omit<Row<'rehearsals'>, 'token_hash' | 'token_expires_at'>;

/** The token of a rehearsal that is under way, and what its connection is. */
export interface RehearsalCredential extends ConnectionKey {
  readonly rehearsalId: RehearsalId;
  readonly hash: Uint8Array;
  /** ISO 8601; may have passed. */
  readonly expiresAt: string;
  readonly idpProfile: string;
  readonly userExtensions: string | null;
  readonly mode: ProvisioningMode;
  readonly refusesChanges: boolean;
}

/** A connection has one rehearsal at a time. */
export class RehearsalUnderWay extends Error {
  override readonly name = 'RehearsalUnderWay';
}

const COLUMNS = [
  'enterprise_id',
  'connection_id',
  'id',
  'idp_profile',
  'mode',
  'state',
  'total',
  'steps',
  'failure',
  'created_at',
  'finished_at',
] as const;

const findCredential = lookUp<RehearsalCredential>(
  'rehearsals.find-credential',
  `select r.enterprise_id as "enterpriseId", r.connection_id as "connectionId", r.id as "rehearsalId", r.token_hash as hash,
     r.token_expires_at as "expiresAt", c.idp_profile as "idpProfile", c.user_extensions::text as "userExtensions",
     c.provisioning_mode as mode, coalesce(c.paused = 'refused', false) as "refusesChanges"
   from connections c
   join rehearsals r on r.enterprise_id = c.enterprise_id and r.connection_id = c.id
   where c.id = $1 and c.state <> 'deleted' and r.finished_at is null and r.token_hash is not null`,
);

const begin = statement<{ id: RehearsalId }>(
  'rehearsals.begin',
  `update rehearsals set state = 'running', steps = '[]', token_hash = $4, token_expires_at = $5
   where enterprise_id = $1 and connection_id = $2 and id = $3 and finished_at is null returning id`,
);

/** The first rehearsal founds it. */
const foundQuarantine = statement(
  'rehearsals.found-quarantine',
  `insert into enterprises (id, key, name, deleted_at) values ($1, 'rehearsals-' || $1::uuid, 'Rehearsals', now())
   on conflict do nothing`,
);

/** A directory of its own, made as the connection is: nothing of a draft has effects. */
const openQuarantine = statement(
  'rehearsals.open-quarantine',
  `insert into connections (enterprise_id, id, name, idp_profile, provisioning_mode, user_extensions)
   select $3, $4, 'Rehearsal', c.idp_profile, c.provisioning_mode, c.user_extensions
   from connections c where c.enterprise_id = $1 and c.id = $2`,
);

const addStep = statement(
  'rehearsals.add-step',
  `update rehearsals set steps = steps || $4::jsonb
   where enterprise_id = $1 and connection_id = $2 and id = $3 and finished_at is null`,
);

const finish = statement(
  'rehearsals.finish',
  `update rehearsals set state = $4, failure = $5, token_hash = null, token_expires_at = null, finished_at = now()
   where enterprise_id = $1 and connection_id = $2 and id = $3 and finished_at is null`,
);

/** All that a rehearsal can have made, in the order in which it can be removed. */
const QUARANTINED = ['directory_memberships', 'directory_segments', 'directory_groups', 'directory_users'] as const;

/** Rehearsals of connections, and the directories in which they happen. */
export class RehearsalsRepository {
  constructor(private readonly db: Executor) {}

  /** @throws RehearsalUnderWay */
  async insert(
    connection: ConnectionKey,
    rehearsal: { readonly idpProfile: string; readonly mode: ProvisioningMode; readonly total: number },
  ): Promise<RehearsalRow> {
    const { idpProfile, mode, total } = rehearsal;
    try {
      return await this.db.kysely
        .insertInto('rehearsals')
        .values({ ...keyColumns(connection), id: newId<RehearsalId>(), idp_profile: idpProfile, mode, total })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
    } catch (error) {
      if (isUniqueViolation(error, 'rehearsals_under_way')) throw new RehearsalUnderWay(undefined, { cause: error });
      throw error;
    }
  }

  find(connection: ConnectionKey, id: RehearsalId): Promise<RehearsalRow | undefined> {
    return this.db.kysely
      .selectFrom('rehearsals')
      .select(COLUMNS)
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .executeTakeFirst();
  }

  /** Oldest first. */
  list(connection: ConnectionKey, { limit, after = FIRST_ID }: Keyset): Promise<RehearsalRow[]> {
    return this.db.kysely
      .selectFrom('rehearsals')
      .select(COLUMNS)
      .where(({ and }) => and(keyColumns(connection)))
      .where('id', '>', after as RehearsalId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** The token of the rehearsal under way of a connection, whose hash the caller compares. */
  async findCredential(connectionId: ConnectionId): Promise<RehearsalCredential | undefined> {
    const [found] = await this.db.run(findCredential, [connectionId]);
    return found;
  }

  /**
   * Begins from the start, with an empty directory; another token is none any more. Nobody else may write there meanwhile.
   * @returns whether there is anything to do
   */
  async begin(
    connection: ConnectionKey,
    id: RehearsalId,
    token: { readonly hash: Buffer; readonly expiresAt: Date },
  ): Promise<boolean> {
    await this.clear(id);
    const begun = await this.db.run(begin, [...keyValues(connection), id, token.hash, token.expiresAt.toISOString()]);
    if (begun.length === 0) return false;
    await this.db.run(foundQuarantine, [QUARANTINE]);
    await this.db.run(openQuarantine, [...keyValues(connection), ...keyValues(quarantineOf(id))]);
    return true;
  }

  async addStep(connection: ConnectionKey, id: RehearsalId, step: RehearsalStep): Promise<void> {
    await this.db.run(addStep, [...keyValues(connection), id, JSON.stringify([step])]);
  }

  /** It is over, its token refused from now on, and its directory gone. Nobody else may write there meanwhile. */
  async finish(
    connection: ConnectionKey,
    id: RehearsalId,
    outcome: { readonly state: 'passed' | 'failed'; readonly failure: string | null },
  ): Promise<void> {
    await this.db.run(finish, [...keyValues(connection), id, outcome.state, outcome.failure]);
    await this.clear(id);
  }

  private async clear(id: RehearsalId): Promise<void> {
    const key = quarantineOf(id);
    for (const table of QUARANTINED)
      await this.db.kysely
        .deleteFrom(table)
        .where(({ and }) => and(keyColumns(key)))
        .execute();
    await this.db.kysely
      .deleteFrom('connections')
      .where(({ and }) => and({ enterprise_id: key.enterpriseId, id: key.connectionId }))
      .execute();
  }
}
