import type { MintedToken } from '#libs/tokens';
import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { ApiKeyId, SetupLinkId } from '../entities/ids.js';
import type { SetupFeature } from '../entities/setup-link.entity.js';
import { type Executor, statement } from '../executor.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A setup link as it is listed: without its hash. */
export type SetupLinkRow = Omit<Row<'setup_links'>, 'hash' | 'enterprise_id' | 'connection_id' | 'made_by'>;

/** What a new setup link is made with. */
export interface NewSetupLink {
  readonly features: readonly SetupFeature[];
  readonly maxOpens: number;
  readonly expiresAt: Date;
  /** The key that makes it. */
  readonly madeBy?: ApiKeyId;
}

/** A setup link that was just opened. */
export interface OpenedSetupLink extends ConnectionKey {
  readonly id: SetupLinkId;
  readonly prefix: string;
  readonly features: readonly SetupFeature[];
  /** How often it was opened, this time included. */
  readonly opens: number;
}

const listed = [
  'id',
  'prefix',
  'features',
  'max_opens',
  'opens',
  'created_at',
  'expires_at',
  'last_opened_at',
  'revoked_at',
] as const;

/** Of two at once the second waits for the first and then looks again, so they cannot both take the last time. */
const open = statement<OpenedSetupLink>(
  'setup-links.open',
  `update setup_links l set opens = l.opens + 1, last_opened_at = now()
   from connections c
   where l.hash = $1 and l.revoked_at is null and l.expires_at > now() and l.opens < l.max_opens
     and c.enterprise_id = l.enterprise_id and c.id = l.connection_id and c.state <> 'deleted'
   returning l.id, l.enterprise_id as "enterpriseId", l.connection_id as "connectionId", l.prefix, l.features, l.opens`,
);

/** A setup link that has ended with the key that made it. */
export type EndedSetupLink = Pick<
  Row<'setup_links'>,
  'enterprise_id' | 'connection_id' | 'id' | 'prefix' | 'features' | 'opens'
>;

/** A link that has expired goes on in the sessions it has opened. */
const revokeMadeBy = statement<EndedSetupLink>(
  'setup-links.revoke-made-by',
  `update setup_links l set revoked_at = now()
   where l.made_by = $1 and l.revoked_at is null and (l.expires_at > now() or exists (
     select from setup_sessions s
     where s.enterprise_id = l.enterprise_id and s.connection_id = l.connection_id and s.setup_link_id = l.id
       and s.ended_at is null and s.expires_at > now()
   ))
   returning l.enterprise_id, l.connection_id, l.id, l.prefix, l.features, l.opens`,
);

/** The links with which somebody sets a connection up: hashes only. */
export class SetupLinksRepository {
  constructor(private readonly db: Executor) {}

  insert(
    connection: ConnectionKey,
    token: MintedToken,
    { features, maxOpens, expiresAt, madeBy }: NewSetupLink,
  ): Promise<SetupLinkRow> {
    return this.db.kysely
      .insertInto('setup_links')
      .values({
        ...keyColumns(connection),
        id: uuid() as SetupLinkId,
        made_by: madeBy ?? null,
        prefix: token.prefix,
        hash: token.hash,
        features: [...features],
        max_opens: maxOpens,
        expires_at: expiresAt.toISOString(),
      })
      .returning(listed)
      .executeTakeFirstOrThrow();
  }

  find(connection: ConnectionKey, id: SetupLinkId): Promise<SetupLinkRow | undefined> {
    return this.db.kysely
      .selectFrom('setup_links')
      .select(listed)
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .executeTakeFirst();
  }

  /** The links of a connection, revoked and expired ones too, oldest first. */
  list(connection: ConnectionKey, { limit, after = FIRST_ID }: Keyset): Promise<SetupLinkRow[]> {
    return this.db.kysely
      .selectFrom('setup_links')
      .select(listed)
      .where(({ and }) => and(keyColumns(connection)))
      .where('id', '>', after as SetupLinkId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Counts an opening of the link with this hash. Nothing when there is no such link, or it cannot be opened any more. */
  async open(hash: Buffer): Promise<OpenedSetupLink | undefined> {
    const [opened] = await this.db.run(open, [hash]);
    return opened;
  }

  /** All links that a key has made, and their sessions, are refused from now on. Gives those that were of use until now. */
  revokeMadeBy(id: ApiKeyId): Promise<readonly EndedSetupLink[]> {
    return this.db.run(revokeMadeBy, [id]);
  }

  /** The link and its sessions are refused from now on, in every process. Gives whether it was not revoked before. */
  async revoke(connection: ConnectionKey, id: SetupLinkId): Promise<boolean> {
    const { numUpdatedRows } = await this.db.kysely
      .updateTable('setup_links')
      .set({ revoked_at: sql<string>`now()` })
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}
