import type { AccountId, AccountSessionId, ConnectionId, DirectoryUserId, EnterpriseId } from '../entities/ids.js';
import { type Executor, lookUp, statement } from '../executor.js';

/** Who is signed in, in which session. */
export interface SignInKey {
  readonly enterpriseId: EnterpriseId;
  readonly accountId: AccountId;
  readonly accountSessionId: AccountSessionId;
}

/** An account that is signed in, as an application may know it. */
export interface SignedInAccount extends SignInKey {
  readonly login: string;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly isAdministrator: boolean;
  readonly enterpriseKey: string;
  readonly enterpriseName: string;
  readonly connectionId: ConnectionId | null;
  readonly directoryUserId: DirectoryUserId | null;
  /** When the session ends at the latest: ISO 8601. */
  readonly expiresAt: string;
}

/** An organization of an account. */
export interface OrganizationOfAccount {
  readonly id: string;
  readonly key: string;
  readonly name: string;
}

const find = lookUp<SignedInAccount>(
  'signed-in-accounts.find',
  `select s.enterprise_id as "enterpriseId", s.account_id as "accountId", s.id as "accountSessionId", a.login, a.email,
     a.display_name as "displayName", a.is_administrator as "isAdministrator", e.key as "enterpriseKey",
     e.name as "enterpriseName", a.connection_id as "connectionId", a.directory_user_id as "directoryUserId",
     s.expires_at as "expiresAt"
   from account_sessions s
   join accounts a on a.enterprise_id = s.enterprise_id and a.id = s.account_id and a.state = 'active'
   join enterprises e on e.id = s.enterprise_id and e.deleted_at is null
   where s.enterprise_id = $1 and s.account_id = $2 and s.id = $3 and s.revoked_at is null and s.expires_at > now()`,
);

const organizations = statement<OrganizationOfAccount>(
  'signed-in-accounts.organizations',
  `select o.id, o.key, o.name from organization_memberships m
   join organizations o on o.enterprise_id = m.enterprise_id and o.id = m.organization_id
   where m.enterprise_id = $1 and m.account_id = $2 order by o.key`,
);

const groups = statement<{ readonly name: string }>(
  'signed-in-accounts.groups',
  `select distinct g.display_name as name from directory_memberships m
   join directory_groups g on g.enterprise_id = m.enterprise_id and g.connection_id = m.connection_id and g.id = m.group_id
   where m.enterprise_id = $1 and m.connection_id = $2 and m.member_id = $3 order by 1`,
);

/** Who is signed in, and what applications are told of them. */
export class SignedInAccountsRepository {
  constructor(private readonly db: Executor) {}

  /** Nothing when the session is over or was ended, or the account is not active. */
  async find({ enterpriseId, accountId, accountSessionId }: SignInKey): Promise<SignedInAccount | undefined> {
    const [account] = await this.db.run(find, [enterpriseId, accountId, accountSessionId]);
    return account;
  }

  /** By their keys. */
  organizations({ enterpriseId, accountId }: SignInKey): Promise<readonly OrganizationOfAccount[]> {
    return this.db.run(organizations, [enterpriseId, accountId]);
  }

  /** The names of the directory groups that the account is a direct member of, by its directory user. */
  async groups({ enterpriseId, connectionId, directoryUserId }: SignedInAccount): Promise<readonly string[]> {
    if (connectionId === null || directoryUserId === null) return [];
    const found = await this.db.run(groups, [enterpriseId, connectionId, directoryUserId]);
    return found.map(({ name }) => name);
  }
}
