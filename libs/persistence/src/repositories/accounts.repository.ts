import type { ConnectionState, ProvisioningMode } from '../entities/connection.entity.js';
import type { AccountId, ConnectionId, DirectoryUserId, EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

/** A person as the vendor's application knows them. */
export interface Account {
  readonly id: AccountId;
  readonly login: string;
  readonly loginKey: string | null;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly state: Row<'accounts'>['state'];
  readonly suspendedBy: Row<'accounts'>['suspended_by'];
  /** The directory user it is linked to, if any. */
  readonly connectionId: ConnectionId | null;
  readonly directoryUserId: DirectoryUserId | null;
}

/** What the directory says of a person's account. */
export interface AccountProfile {
  readonly login: string;
  readonly loginKey: string;
  readonly email: string | null;
  readonly displayName: string | null;
}

/**
 * The account that has a login, and the directory user it is linked to, if any. An externalId of another connection is null: it is
 * scoped to the provisioning domain (RFC 7643 §3.1), and says nothing beside those of this one.
 */
export interface LoginHolder extends Account {
  readonly link: { readonly state: Row<'directory_users'>['state']; readonly externalId: string | null } | undefined;
}

/** A state of a connection, or that it is paused, whatever its state. */
export type SituationState = ConnectionState | 'paused';

/** What effects of a connection's directory depend on. */
export interface ConnectionSituation {
  readonly state: SituationState;
  readonly mode: ProvisioningMode;
}

/** An account that is made for a directory user. */
export interface NewLinkedAccount {
  readonly id: AccountId;
  readonly directoryUserId: DirectoryUserId;
  readonly profile: AccountProfile;
}

/** A change to an account; what is not named stays. */
export interface AccountChange {
  readonly link?: { readonly connection: ConnectionKey; readonly directoryUserId: DirectoryUserId };
  readonly state?: 'active' | 'suspended';
  readonly profile?: Partial<AccountProfile>;
  /** The login goes to another person; the account keeps it for display only. */
  readonly freesLogin?: true;
}

/** The columns of {@link Account}, of `accounts a`. */
export const ACCOUNT_COLUMNS = `a.id, a.login, a.login_key as "loginKey", a.email, a.display_name as "displayName", a.state,
  a.suspended_by as "suspendedBy", a.connection_id as "connectionId", a.directory_user_id as "directoryUserId"`;

/** {@link SituationState} of the connection `c`. */
export const SITUATION_STATE = `case when c.paused is null then c.state else 'paused' end`;

/** The connection's situation, and an account where there is one: all columns of the account are null where there is none. */
type SituationRow = { connectionState: SituationState; mode: ProvisioningMode } & {
  [Column in keyof Account]: Account[Column] | null;
};

const situationOf = (account: string): string => `
  select ${SITUATION_STATE} as "connectionState", c.provisioning_mode as mode, a.*
  from connections c
  left join lateral (select ${ACCOUNT_COLUMNS} from accounts a where a.enterprise_id = $1 and ${account} for update) a on true
  where c.enterprise_id = $1 and c.id = $2`;

const lockLinked = statement<SituationRow>(
  'accounts.lock-linked',
  situationOf('a.connection_id = $2 and a.directory_user_id = $3'),
);

const lockByLogin = statement<SituationRow>('accounts.lock-by-login', situationOf('a.login_key = $3'));

const lockLogin = statement<never>(
  'accounts.lock-login',
  `select pg_advisory_xact_lock(hashtextextended('login ' || $1::uuid || ' ' || $2::text, 0))`,
);

/** Whether somebody is present in the directory `u` of a connection that is deleted, from which nothing comes any more. */
export const isLeftBehind = (u: string): string => `(${u}.state = 'present' and exists (
  select from connections c where c.enterprise_id = ${u}.enterprise_id and c.id = ${u}.connection_id and c.state = 'deleted'
))`;

/** A statement of its own, after the lock: one that waited for the lock would still see the link as it was before. */
const findLink = statement<NonNullable<LoginHolder['link']>>(
  'accounts.find-link',
  `select u.state, case when u.connection_id = $4 then u.external_id end as "externalId" from directory_users u
   where u.enterprise_id = $1 and u.connection_id = $2 and u.id = $3 and not ${isLeftBehind('u')}`,
);

const insertLinked = statement(
  'accounts.insert-linked',
  `insert into accounts (enterprise_id, connection_id, id, directory_user_id, login, login_key, email, display_name)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

const updateAccount = statement(
  'accounts.update',
  `update accounts
   set login = $3, login_key = $4, email = $5, display_name = $6, state = $7, suspended_by = $8,
     connection_id = $9, directory_user_id = $10, version = version + 1, last_modified = now()
   where enterprise_id = $1 and id = $2`,
);

/** How much access was taken away. */
export interface RevokedAccess {
  readonly sessionCount: number;
  readonly personalAccessTokenCount: number;
}

const revokeAccess = statement<RevokedAccess>(
  'accounts.revoke-access',
  `with sessions as (
     update account_sessions set revoked_at = now()
     where enterprise_id = $1 and account_id = any ($2::uuid[]) and revoked_at is null and expires_at > now()
     returning 1
   ), tokens as (
     update personal_access_tokens set revoked_at = now()
     where enterprise_id = $1 and account_id = any ($2::uuid[]) and revoked_at is null and expires_at > now()
     returning 1
   )
   select (select count(*) from sessions)::int as "sessionCount",
     (select count(*) from tokens)::int as "personalAccessTokenCount"`,
);

/** People as the vendor's application knows them, per enterprise. */
export class AccountsRepository {
  constructor(private readonly db: Executor) {}

  /** Locks the account that is linked to a directory user; with it comes the situation of the connection. */
  async lockLinked(
    connection: ConnectionKey,
    directoryUserId: DirectoryUserId,
  ): Promise<ConnectionSituation & { readonly account: Account | undefined }> {
    return this.situation(lockLinked, connection, directoryUserId);
  }

  /**
   * Nobody else makes an account with a login, or keeps somebody without access who has it as userName, before this transaction has
   * ended: neither can lock what the other has not stored yet.
   */
  async lockLogin(enterpriseId: EnterpriseId, loginKey: string): Promise<void> {
    await this.db.run(lockLogin, [enterpriseId, loginKey]);
  }

  /** Locks the account that has a login; with it comes the situation of the connection. */
  async lockByLogin(
    connection: ConnectionKey,
    loginKey: string,
  ): Promise<ConnectionSituation & { readonly account: LoginHolder | undefined }> {
    const { account, ...situation } = await this.situation(lockByLogin, connection, loginKey);
    return {
      ...situation,
      account: account && { ...account, link: await this.findLink(connection, account) },
    };
  }

  private async situation(given: typeof lockLinked, connection: ConnectionKey, value: string) {
    const [row] = await this.db.run(given, [...keyValues(connection), value]);
    if (!row) throw new Error(`The connection ${connection.connectionId} is not there.`);
    const { connectionState: state, mode, ...account } = row;
    return { state, mode, account: account.id === null ? undefined : (account as Account) };
  }

  private async findLink(
    { enterpriseId, connectionId }: ConnectionKey,
    account: Account,
  ): Promise<LoginHolder['link']> {
    if (account.connectionId === null || account.directoryUserId === null) return undefined;
    const linkedTo = [enterpriseId, account.connectionId, account.directoryUserId, connectionId];
    const [link] = await this.db.run(findLink, linkedTo);
    return link;
  }

  /** Makes an active account linked to a directory user. */
  async insertLinked(connection: ConnectionKey, { id, directoryUserId, profile }: NewLinkedAccount): Promise<void> {
    await this.db.run(insertLinked, [...keyValues(connection), id, directoryUserId, ...profileValues(profile)]);
  }

  /** Makes an active account of somebody who is in no directory. */
  async insertUnlinked(enterpriseId: EnterpriseId, id: AccountId, profile: AccountProfile): Promise<void> {
    await this.db.run(insertLinked, [enterpriseId, null, id, null, ...profileValues(profile)]);
  }

  /** Changes an account, as it was when it was locked, as its next version. */
  async update(enterpriseId: EnterpriseId, account: Account, change: AccountChange): Promise<void> {
    await this.db.run(updateAccount, [
      enterpriseId,
      account.id,
      ...changedValues(account, change),
      change.link?.connection.connectionId ?? account.connectionId,
      change.link?.directoryUserId ?? account.directoryUserId,
    ]);
  }

  /** Ends the sessions and personal access tokens of accounts, however many there are. */
  async revokeAccess(enterpriseId: EnterpriseId, accountIds: readonly AccountId[]): Promise<RevokedAccess> {
    const [revoked] = await this.db.run(revokeAccess, [enterpriseId, accountIds]);
    return revoked ?? { sessionCount: 0, personalAccessTokenCount: 0 };
  }
}

/** What a change makes of an account but for its link: `login`, `login_key`, `email`, `display_name`, `state`, `suspended_by`. */
export function changedValues(account: Account, change: AccountChange): readonly (string | null)[] {
  const after = { ...account, ...change.profile, ...(change.freesLogin && { loginKey: null }) };
  const suspendedBy = change.state === 'suspended' ? 'directory' : change.state === 'active' ? null : after.suspendedBy;
  return [after.login, after.loginKey, after.email, after.displayName, change.state ?? after.state, suspendedBy];
}

/** What a new account says of the person; nothing but nulls for none. */
export function profileValues(profile: AccountProfile | undefined): readonly (string | null)[] {
  if (!profile) return [null, null, null, null];
  const { login, loginKey, email, displayName } = profile;
  return [login, loginKey, email, displayName];
}
