import type { MintedToken } from '#libs/tokens';
import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { SetupLinkId, SetupSessionId } from '../entities/ids.js';
import type { SetupFeature } from '../entities/setup-link.entity.js';
import { type Executor, lookUp } from '../executor.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';

/** Which session of which setup link. */
export interface SetupSessionKey extends ConnectionKey {
  readonly setupLinkId: SetupLinkId;
  readonly sessionId: SetupSessionId;
}

/** A session that is under way, and what its link allows. */
export interface SetupSessionCredential extends SetupSessionKey {
  /** Of the link. */
  readonly prefix: string;
  readonly features: readonly SetupFeature[];
  readonly hash: Uint8Array;
  /** ISO 8601. */
  readonly expiresAt: string;
}

const findCredential = lookUp<SetupSessionCredential>(
  'setup-sessions.find-credential',
  `select s.enterprise_id as "enterpriseId", s.connection_id as "connectionId", s.setup_link_id as "setupLinkId",
     s.id as "sessionId", l.prefix, l.features, s.hash, s.expires_at as "expiresAt"
   from setup_sessions s
   join setup_links l on l.enterprise_id = s.enterprise_id and l.connection_id = s.connection_id and l.id = s.setup_link_id
   join connections c on c.enterprise_id = s.enterprise_id and c.id = s.connection_id
   where s.hash = $1 and s.ended_at is null and s.expires_at > now() and l.revoked_at is null and c.state <> 'deleted'`,
);

/** What is under way in the browsers of those who opened a setup link: hashes only. */
export class SetupSessionsRepository {
  constructor(private readonly db: Executor) {}

  /** The session whose cookie has this hash. Nothing when it is over, its link was revoked or its connection deleted. */
  async findCredential(hash: Buffer): Promise<SetupSessionCredential | undefined> {
    const [credential] = await this.db.run(findCredential, [hash]);
    return credential;
  }

  async insert(
    link: ConnectionKey & { readonly id: SetupLinkId },
    token: MintedToken,
    expiresAt: Date,
  ): Promise<SetupSessionId> {
    const id = uuid() as SetupSessionId;
    await this.db.kysely
      .insertInto('setup_sessions')
      .values({
        ...keyColumns(link),
        setup_link_id: link.id,
        id,
        hash: token.hash,
        expires_at: expiresAt.toISOString(),
      })
      .execute();
    return id;
  }

  /** It is refused from now on, in every process. Gives whether it was not ended before. */
  async end({ setupLinkId, sessionId, ...connection }: SetupSessionKey): Promise<boolean> {
    const { numUpdatedRows } = await this.db.kysely
      .updateTable('setup_sessions')
      .set({ ended_at: sql<string>`now()` })
      .where(({ and }) => and({ ...keyColumns(connection), setup_link_id: setupLinkId, id: sessionId }))
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}
