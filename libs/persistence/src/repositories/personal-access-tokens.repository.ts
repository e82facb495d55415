import type { MintedToken } from '#libs/tokens';
import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AccountId, EnterpriseId, PersonalAccessTokenId } from '../entities/ids.js';
import { type Executor, lookUp } from '../executor.js';
import type { Row } from '../tables.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A personal access token as it is listed: without its hash. */
export type PersonalAccessTokenRow = Omit<
  Row<'personal_access_tokens'>,
  'hash' | 'enterprise_id' | 'account_id' | 'receipt_id'
>;

/** A token that is good now, and whose it is. */
export interface PersonalAccessCredential {
  readonly enterpriseId: EnterpriseId;
  readonly accountId: AccountId;
  readonly tokenId: PersonalAccessTokenId;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
}

const listed = ['id', 'name', 'prefix', 'created_at', 'expires_at', 'last_used_at', 'revoked_at'] as const;

const findActive = lookUp<PersonalAccessCredential>(
  'personal-access-tokens.find-active',
  `select t.enterprise_id as "enterpriseId", t.account_id as "accountId", t.id as "tokenId", t.expires_at as "expiresAt",
     t.last_used_at as "lastUsedAt"
   from personal_access_tokens t
   join accounts a on a.enterprise_id = t.enterprise_id and a.id = t.account_id and a.state = 'active'
   join enterprises e on e.id = t.enterprise_id and e.deleted_at is null
   where t.hash = $1 and t.revoked_at is null and t.expires_at > now()`,
);

/** The tokens of people for the vendor's application: hashes only. */
export class PersonalAccessTokensRepository {
  constructor(private readonly db: Executor) {}

  /** Whose token has this hash, if it is good: neither revoked nor expired, of an active account of an enterprise that is there. */
  async findActive(hash: Buffer): Promise<PersonalAccessCredential | undefined> {
    const [credential] = await this.db.run(findActive, [hash]);
    return credential;
  }

  insert(
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    token: MintedToken,
    { name, expiresAt }: { readonly name: string; readonly expiresAt: Date },
  ): Promise<PersonalAccessTokenRow> {
    return this.db.kysely
      .insertInto('personal_access_tokens')
      .values({
        enterprise_id: enterpriseId,
        account_id: accountId,
        id: uuid() as PersonalAccessTokenId,
        name,
        prefix: token.prefix,
        hash: token.hash,
        expires_at: expiresAt.toISOString(),
      })
      .returning(listed)
      .executeTakeFirstOrThrow();
  }

  find(
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    id: PersonalAccessTokenId,
  ): Promise<PersonalAccessTokenRow | undefined> {
    return this.db.kysely
      .selectFrom('personal_access_tokens')
      .select(listed)
      .where(({ and }) => and({ enterprise_id: enterpriseId, account_id: accountId, id }))
      .executeTakeFirst();
  }

  /** Revoked and expired ones too, oldest first. */
  list(
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<PersonalAccessTokenRow[]> {
    return this.db.kysely
      .selectFrom('personal_access_tokens')
      .select(listed)
      .where(({ and }) => and({ enterprise_id: enterpriseId, account_id: accountId }))
      .where('id', '>', after as PersonalAccessTokenId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /**
   * The token is refused from now on, and no receipt gives it back. Gives whether it was good until now, or would have been
   * given back.
   */
  async revoke(enterpriseId: EnterpriseId, accountId: AccountId, id: PersonalAccessTokenId): Promise<boolean> {
    const { numUpdatedRows } = await this.db.kysely
      .updateTable('personal_access_tokens')
      .set({ revoked_at: sql<string>`coalesce(revoked_at, now())`, receipt_id: null })
      .where(({ and }) => and({ enterprise_id: enterpriseId, account_id: accountId, id }))
      .where(({ eb, or }) => or([eb('revoked_at', 'is', null), eb('receipt_id', 'is not', null)]))
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }

  async recordUse({ enterpriseId, accountId, tokenId }: PersonalAccessCredential): Promise<void> {
    await this.db.kysely
      .updateTable('personal_access_tokens')
      .set({ last_used_at: sql<string>`now()` })
      .where(({ and }) => and({ enterprise_id: enterpriseId, account_id: accountId, id: tokenId }))
      .execute();
  }
}
