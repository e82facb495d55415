import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

const use = statement<{ readonly hash: Uint8Array }>(
  'logout-tokens.use',
  `insert into used_logout_tokens (enterprise_id, connection_id, hash, expires_at) values ($1, $2, $3, $4)
   on conflict do nothing returning hash`,
);

/** Takes no row that somebody else is deleting: several processes may tidy up at once. */
const deleteExpired = statement<{ readonly count: number }>(
  'logout-tokens.delete-expired',
  `with deleted as (
     delete from used_logout_tokens where (enterprise_id, connection_id, hash) in (
       select enterprise_id, connection_id, hash from used_logout_tokens where expires_at < now() limit $1
       for update skip locked)
     returning 1)
   select count(*)::int as count from deleted`,
);

/** Logout tokens of OpenID providers, each used once; whichever process it comes to. */
export class LogoutTokensRepository {
  constructor(private readonly db: Executor) {}

  /** Remembers a logout token until then; false when it was known: of those who ask at once, one is first. */
  async use(connection: ConnectionKey, hash: Buffer, expiresAt: Date): Promise<boolean> {
    const used = await this.db.run(use, [...keyValues(connection), hash, expiresAt]);
    return used.length > 0;
  }

  /** Forgets what has expired, of every enterprise, at most so many. Gives how many it was. */
  async deleteExpired(limit: number): Promise<number> {
    const [deleted] = await this.db.run(deleteExpired, [limit]);
    return deleted?.count ?? 0;
  }
}
