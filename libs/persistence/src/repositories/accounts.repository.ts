import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import type { AccountId, DirectoryUserId, EnterpriseId } from '../entities/ids.js';
import type { Executor, Row } from '../tables.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';

/** A person as the vendor's application knows them. */
export interface Account {
  readonly id: AccountId;
  readonly login: string;
  readonly loginKey: string | null;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly state: Row<'accounts'>['state'];
  readonly suspendedBy: Row<'accounts'>['suspended_by'];
}

/** What the directory says of a person's account. */
export interface AccountProfile {
  readonly login: string;
  readonly loginKey: string;
  readonly email: string | null;
  readonly displayName: string | null;
}

/** The account that has a login, and the directory user it is linked to, if any. */
export interface LoginHolder extends Account {
  readonly link: { readonly state: Row<'directory_users'>['state']; readonly externalId: string | null } | undefined;
}

/** A change to an account; what is not named stays. */
export interface AccountChange {
  readonly link?: { readonly connection: ConnectionKey; readonly directoryUserId: DirectoryUserId };
  readonly state?: 'active' | 'suspended';
  readonly profile?: Partial<AccountProfile>;
  /** The login goes to another person; the account keeps it for display only. */
  readonly freesLogin?: true;
}

/** People as the vendor's application knows them, per enterprise. */
export class AccountsRepository {
  constructor(private readonly db: Executor) {}

  /** Locks the account that is linked to a directory user. */
  async lockLinked(connection: ConnectionKey, directoryUserId: DirectoryUserId): Promise<Account | undefined> {
    const row = await this.db
      .selectFrom('accounts')
      .selectAll()
      .where(({ and }) => and({ ...keyColumns(connection), directory_user_id: directoryUserId }))
      .forUpdate()
      .executeTakeFirst();
    return row && toAccount(row);
  }

  /** Locks the account that has a login. */
  async lockByLogin(enterpriseId: EnterpriseId, loginKey: string): Promise<LoginHolder | undefined> {
    const row = await this.db
      .selectFrom('accounts')
      .selectAll()
      .where(({ and }) => and({ enterprise_id: enterpriseId, login_key: loginKey }))
      .forUpdate()
      .executeTakeFirst();
    return row && { ...toAccount(row), link: await this.findLink(row) };
  }

  /** A statement of its own, after the lock: one that waited for the lock would still see the link as it was before. */
  private async findLink(account: Row<'accounts'>): Promise<LoginHolder['link']> {
    const { enterprise_id, connection_id, directory_user_id } = account;
    if (connection_id === null || directory_user_id === null) return undefined;
    return this.db
      .selectFrom('directory_users')
      .select(['state', 'external_id as externalId'])
      .where(({ and }) => and({ enterprise_id, connection_id, id: directory_user_id }))
      .executeTakeFirst();
  }

  /** Makes an active account linked to a directory user. */
  async insertLinked(
    connection: ConnectionKey,
    directoryUserId: DirectoryUserId,
    profile: AccountProfile,
  ): Promise<void> {
    await this.db
      .insertInto('accounts')
      .values({
        ...keyColumns(connection),
        id: uuid() as AccountId,
        directory_user_id: directoryUserId,
        ...profileColumns(profile),
      })
      .execute();
  }

  /** Changes an account as its next version. */
  async update(enterpriseId: EnterpriseId, id: AccountId, change: AccountChange): Promise<void> {
    await this.db
      .updateTable('accounts')
      .set(eb => ({
        ...(change.link && {
          connection_id: change.link.connection.connectionId,
          directory_user_id: change.link.directoryUserId,
        }),
        ...(change.state && {
          state: change.state,
          suspended_by: change.state === 'suspended' ? ('directory' as const) : null,
        }),
        ...(change.profile && profileColumns(change.profile)),
        ...(change.freesLogin && { login_key: null }),
        version: eb('version', '+', 1),
        last_modified: sql<string>`now()`,
      }))
      .where('enterprise_id', '=', enterpriseId)
      .where('id', '=', id)
      .execute();
  }
}

function profileColumns<Given extends Partial<AccountProfile>>({ loginKey, displayName, ...same }: Given) {
  return {
    ...same,
    ...(loginKey !== undefined && { login_key: loginKey }),
    ...(displayName !== undefined && { display_name: displayName }),
  } as Pick<Row<'accounts'>, 'login' | 'login_key' | 'email' | 'display_name'>;
}

function toAccount(row: Row<'accounts'>): Account {
  return {
    id: row.id,
    login: row.login,
    loginKey: row.login_key,
    email: row.email,
    displayName: row.display_name,
    state: row.state,
    suspendedBy: row.suspended_by,
  };
}
