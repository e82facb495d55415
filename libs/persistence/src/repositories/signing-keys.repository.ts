import { sql } from 'kysely';
import type { SigningKeyId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';

/** A key with which the installation signs. */
export type SigningKeyRow = Row<'signing_keys'>;

/** What is stored of a new key. */
export interface NewSigningKey {
  readonly id: SigningKeyId;
  readonly sealedPrivateJwk: string;
  readonly publicJwk: object;
}

/** The keys with which the installation signs; their private halves are sealed. */
export class SigningKeysRepository {
  constructor(private readonly db: Executor) {}

  /** Newest first. */
  list(kind: string): Promise<SigningKeyRow[]> {
    return this.db.kysely
      .selectFrom('signing_keys')
      .selectAll()
      .where('kind', '=', kind)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
  }

  /** Nobody else makes a key until the transaction ends. */
  async lock(): Promise<void> {
    await sql`lock table signing_keys in share row exclusive mode`.execute(this.db.kysely);
  }

  async insert(kind: string, { id, sealedPrivateJwk, publicJwk }: NewSigningKey): Promise<void> {
    await this.db.kysely
      .insertInto('signing_keys')
      .values({
        id,
        kind,
        sealed_private_jwk: sealedPrivateJwk,
        public_jwk: sql`${JSON.stringify(publicJwk)}::jsonb`,
      })
      .execute();
  }
}
