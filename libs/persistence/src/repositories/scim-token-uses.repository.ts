import { sql } from 'kysely';
import type { ScimTokenId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';

/** When and from where a token was last used. */
export interface ScimTokenUse extends ConnectionKey {
  readonly tokenId: ScimTokenId;
  readonly usedAt: Date;
  /** The remote address; undefined when the socket was gone already. */
  readonly ip: string | undefined;
}

/** A token that waits for the first use of the one that takes its place, which has come. */
export interface ReplacedScimToken extends ConnectionKey {
  readonly tokenId: ScimTokenId;
  readonly replacedBy: ScimTokenId;
  /** When the new one was used. */
  readonly usedAt: Date;
}

/** What becomes of tokens when they are used: their last use, and the end of those whose place they take. */
export class ScimTokenUsesRepository {
  constructor(private readonly db: Executor) {}

  /** Writes down when and from where tokens were last used, many at once. */
  async record(uses: readonly ScimTokenUse[]): Promise<void> {
    if (uses.length === 0) return;
    const column = (read: (use: ScimTokenUse) => string | null) => sql.val(uses.map(read));
    await sql`
      update scim_tokens set
        last_used_at = greatest(last_used_at, used.at),
        last_used_ip = case when last_used_at > used.at then last_used_ip else coalesce(used.ip, last_used_ip) end
      from unnest(
        ${column(use => use.enterpriseId)}::uuid[],
        ${column(use => use.connectionId)}::uuid[],
        ${column(use => use.tokenId)}::uuid[],
        ${column(use => use.usedAt.toISOString())}::timestamptz[],
        ${column(use => use.ip ?? null)}::text[]
      ) as used (enterprise_id, connection_id, id, at, ip)
      where (scim_tokens.enterprise_id, scim_tokens.connection_id, scim_tokens.id) = (used.enterprise_id, used.connection_id, used.id)
    `.execute(this.db.kysely);
  }

  /** The tokens that wait for the first use of one of these. */
  async findReplaced(uses: readonly ScimTokenUse[]): Promise<ReplacedScimToken[]> {
    if (uses.length === 0) return [];
    const waiting = await this.db.kysely
      .selectFrom('scim_tokens')
      .select(['enterprise_id', 'connection_id', 'id', 'replaced_by'])
      .where(({ or, and }) => or(uses.map(use => and({ ...keyColumns(use), replaced_by: use.tokenId }))))
      .where('overlap_seconds', 'is not', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`)
      .execute();
    return waiting.flatMap(row =>
      uses
        .filter(({ tokenId }) => tokenId === row.replaced_by)
        .map(({ enterpriseId, connectionId, tokenId, usedAt }) => ({
          enterpriseId,
          connectionId,
          tokenId: row.id,
          replacedBy: tokenId,
          usedAt,
        })),
    );
  }

  /**
   * Ends a replaced token when its overlap is over, or when it would have ended anyway, whichever is sooner.
   * @returns its end; undefined when that was settled before, by another process perhaps, or when it has ended
   */
  async retire(token: ReplacedScimToken): Promise<string | undefined> {
    const retired = await this.db.kysely
      .updateTable('scim_tokens')
      .set({
        expires_at: sql<string>`least(expires_at, ${token.usedAt.toISOString()}::timestamptz + overlap_seconds * interval '1 second')`,
        overlap_seconds: null,
      })
      .where(({ and }) => and({ ...keyColumns(token), id: token.tokenId, replaced_by: token.replacedBy }))
      .where('overlap_seconds', 'is not', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`)
      .returning('expires_at')
      .executeTakeFirst();
    return retired?.expires_at;
  }
}
