import type { SignInProtocol, SignInPurpose } from '../entities/sign-in-flow.entity.js';
import type { SignInAttemptId, SignInTestId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

/** A sign-in that has begun, as it is stored. */
export interface StoredSignInFlow {
  readonly attemptId: SignInAttemptId;
  readonly purpose: SignInPurpose;
  readonly protocol: SignInProtocol;
  readonly fingerprint: string;
  readonly interactionId: string | null;
  readonly testId: SignInTestId | null;
  readonly browserHash: Uint8Array;
  /** ISO 8601. */
  readonly expiresAt: string;
}

const insert = statement<never>(
  'sign-in-flows.insert',
  `insert into sign_in_flows (
     enterprise_id, connection_id, hash, attempt_id, purpose, protocol, fingerprint, interaction_id, test_id, browser_hash,
     expires_at
   ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
);

const take = statement<StoredSignInFlow>(
  'sign-in-flows.take',
  `delete from sign_in_flows where enterprise_id = $1 and connection_id = $2 and hash = $3 and expires_at > now()
   returning attempt_id as "attemptId", purpose, protocol, fingerprint, interaction_id as "interactionId", test_id as "testId",
     browser_hash as "browserHash", expires_at as "expiresAt"`,
);

/** Takes no row that somebody else is deleting: several processes may tidy up at once. */
const deleteExpired = statement<{ readonly count: number }>(
  'sign-in-flows.delete-expired',
  `with gone as (
     delete from sign_in_flows where (enterprise_id, connection_id, hash) in (
       select enterprise_id, connection_id, hash from sign_in_flows where expires_at < now() limit $1 for update skip locked)
     returning 1)
   select count(*)::int as count from gone`,
);

/** Sign-ins that have begun, each answered once, whichever process the answer comes to. */
export class SignInFlowsRepository {
  constructor(private readonly db: Executor) {}

  /** @param hash SHA-256 of its handle */
  async insert(connection: ConnectionKey, hash: Buffer, flow: StoredSignInFlow): Promise<void> {
    const { attemptId, purpose, protocol, fingerprint, interactionId, testId, browserHash, expiresAt } = flow;
    await this.db.run(insert, [
      ...keyValues(connection),
      hash,
      attemptId,
      purpose,
      protocol,
      fingerprint,
      interactionId,
      testId,
      browserHash,
      expiresAt,
    ]);
  }

  /** Finds one that has not expired, and forgets it: of those who ask at once, one gets it. */
  async take(connection: ConnectionKey, hash: Buffer): Promise<StoredSignInFlow | undefined> {
    const [flow] = await this.db.run(take, [...keyValues(connection), hash]);
    return flow;
  }

  /** Forgets what has expired, of every enterprise, so many at most. Gives how many it was. */
  async deleteExpired(limit: number): Promise<number> {
    const [deleted] = await this.db.run(deleteExpired, [limit]);
    return deleted?.count ?? 0;
  }
}
