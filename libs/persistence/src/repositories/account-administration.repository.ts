import { type RawBuilder, sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AccountId, EnterpriseId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import { isUniqueViolation } from '../postgres-error.js';
import type { Row } from '../tables.js';
import type { AccountProfile } from './accounts.repository.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** An account, as it is stored. */
export type AccountRow = Row<'accounts'>;

/** Which accounts are wanted; what is not named does not matter. */
export interface AccountFilter {
  readonly state?: AccountRow['state'] | undefined;
  readonly loginKey?: string | undefined;
  /** Whether it is linked to a directory user. */
  readonly isLinked?: boolean | undefined;
}

/** What an administrator changes of an account; what is not named stays. */
export interface AdministeredChange {
  readonly email?: string | null;
  readonly display_name?: string | null;
  readonly state?: AccountRow['state'];
  readonly suspended_by?: 'administrator' | null;
  readonly is_administrator?: boolean;
}

/** Another account has this login already. */
export class LoginTaken extends Error {
  override readonly name = 'LoginTaken';

  constructor(readonly login: string) {
    super(`The login "${login}" is taken.`);
  }
}

/** Accounts as administrators list and change them. */
export class AccountAdministrationRepository {
  constructor(private readonly db: Executor) {}

  /** A page, in the order of ids. */
  async list(
    enterpriseId: EnterpriseId,
    filter: AccountFilter,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<readonly AccountRow[]> {
    const page = sql<AccountRow>`
      select * from accounts where enterprise_id = ${enterpriseId} and id > ${after} and ${conditionOf(filter)}
      order by id limit ${limit}`;
    return (await page.execute(this.db.kysely)).rows;
  }

  find(enterpriseId: EnterpriseId, id: AccountId): Promise<AccountRow | undefined> {
    return this.selectOne(enterpriseId, id).executeTakeFirst();
  }

  /** Nobody else changes it until the transaction ends, a directory neither. */
  findForUpdate(enterpriseId: EnterpriseId, id: AccountId): Promise<AccountRow | undefined> {
    return this.selectOne(enterpriseId, id).forUpdate().executeTakeFirst();
  }

  private selectOne(enterpriseId: EnterpriseId, id: AccountId) {
    return this.db.kysely
      .selectFrom('accounts')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }));
  }

  /**
   * Makes an account that no directory user is linked to.
   * @throws LoginTaken
   */
  insertLocal(
    enterpriseId: EnterpriseId,
    { login, loginKey, email, displayName }: AccountProfile,
  ): Promise<AccountRow> {
    return this.db.kysely
      .insertInto('accounts')
      .values({
        enterprise_id: enterpriseId,
        id: uuid() as AccountId,
        login,
        login_key: loginKey,
        email,
        display_name: displayName,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw isUniqueViolation(error, 'accounts_login') ? new LoginTaken(login) : error;
      });
  }

  /** Makes the next version. */
  update(enterpriseId: EnterpriseId, id: AccountId, change: AdministeredChange): Promise<AccountRow> {
    return this.db.kysely
      .updateTable('accounts')
      .set({ ...change, version: sql<number>`version + 1`, last_modified: sql<string>`now()` })
      .where(({ and }) => and({ enterprise_id: enterpriseId, id }))
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  listAdministrators(enterpriseId: EnterpriseId, { limit, after = FIRST_ID }: Keyset): Promise<AccountRow[]> {
    return this.db.kysely
      .selectFrom('accounts')
      .selectAll()
      .where('enterprise_id', '=', enterpriseId)
      .where(sql<boolean>`is_administrator`)
      .where('id', '>', after as AccountId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }
}

/** The conditions of a page. What is linked and what is not has an index each; the state has none, and is looked at. */
function conditionOf({ state, loginKey, isLinked }: AccountFilter): RawBuilder<unknown> {
  const conditions = [
    ...(loginKey === undefined ? [] : [sql`login_key = ${loginKey}`]),
    ...(state === undefined ? [] : [sql`state = ${state}`]),
    ...(isLinked === undefined ? [] : [isLinked ? sql`directory_user_id is not null` : sql`directory_user_id is null`]),
  ];
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}
