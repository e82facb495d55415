import type { AccountId, ConnectionId, DirectoryUserId, EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import { type Account, ACCOUNT_COLUMNS, isLeftBehind } from './accounts.repository.js';
import type { IdentityKey } from './account-identities.repository.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

/** A directory user as a sign-in looks at it. */
export interface SignInDirectoryUser {
  readonly id: DirectoryUserId;
  readonly connectionId: ConnectionId;
  readonly state: 'present' | 'retired' | 'deleted';
  readonly active: boolean;
  readonly externalId: string | null;
  readonly userName: string;
  readonly userNameKey: string;
}

/** By what an account may be that of somebody who signs in. */
export interface CandidateKeys {
  readonly loginKey: string;
  /** That the subject signed in to before. */
  readonly accountId: AccountId | null;
  /** Whose userName is the login. */
  readonly directoryUserId: DirectoryUserId | null;
}

const USER = `u.id, u.connection_id as "connectionId", u.state, u.active, u.external_id as "externalId",
  u.user_name as "userName", u.user_name_key as "userNameKey"`;

const lockSubject = statement<never>(
  'sign-in-candidates.lock-subject',
  `select pg_advisory_xact_lock(hashtextextended('subject ' || $1::uuid || ' ' || $2::text || ' ' || $3::text, 0))`,
);

/** Whoever deactivates one of them waits, and then ends the session that is made; whoever did so first is seen. */
const lockUsers = statement<SignInDirectoryUser>(
  'sign-in-candidates.lock-users',
  `select ${USER} from directory_users u
   where u.enterprise_id = $1 and u.connection_id = $2 and (u.user_name_key = $3 and u.state = 'present' or u.id = (
     select a.directory_user_id from accounts a where a.enterprise_id = $1 and a.id = $4 and a.connection_id = $2))
   order by u.id for share`,
);

const lockAccounts = statement<Account>(
  'sign-in-candidates.lock-accounts',
  `select ${ACCOUNT_COLUMNS} from accounts a
   where a.enterprise_id = $1
     and (a.login_key = $3 or a.id = $4 or a.connection_id = $2 and a.directory_user_id = $5)
   order by a.id for no key update`,
);

/** A statement of its own, after the lock: one that waited for the lock would still see the link as it was before. */
const findLinks = statement<SignInDirectoryUser>(
  'sign-in-candidates.find-links',
  `select ${USER} from directory_users u
   join accounts a on a.enterprise_id = u.enterprise_id and a.connection_id = u.connection_id and a.directory_user_id = u.id
   where a.enterprise_id = $1 and a.id = any ($2::uuid[]) and not ${isLeftBehind('u')}`,
);

const findNamed = statement<SignInDirectoryUser>(
  'sign-in-candidates.find-named',
  `select ${USER} from directory_users u
   where u.enterprise_id = $1 and u.connection_id = $2 and u.state = 'present'
     and (u.user_name_key = any ($3::text[]) or u.external_id = any ($4::text[]))
   order by u.id limit 2`,
);

/** Whom a sign-in may be about: the directory user and the accounts, locked in the order that holds everywhere. */
export class SignInCandidatesRepository {
  constructor(private readonly db: Executor) {}

  /** Of concurrent sign-ins of one subject each waits for the transaction of the one before. */
  async lockSubject({ connectionId }: ConnectionKey, { issuer, subject }: IdentityKey): Promise<void> {
    await this.db.run(lockSubject, [connectionId, issuer, subject]);
  }

  /** Locks the present directory user with a userName, and the one that an account is linked to. */
  lockUsers(
    connection: ConnectionKey,
    userNameKey: string,
    accountId: AccountId | null,
  ): Promise<readonly SignInDirectoryUser[]> {
    return this.db.run(lockUsers, [...keyValues(connection), userNameKey, accountId]);
  }

  /** Locks the accounts that may be meant. */
  lockAccounts(
    connection: ConnectionKey,
    { loginKey, accountId, directoryUserId }: CandidateKeys,
  ): Promise<readonly Account[]> {
    return this.db.run(lockAccounts, [...keyValues(connection), loginKey, accountId, directoryUserId]);
  }

  /** The directory users that accounts are linked to, but those of deleted connections. */
  findLinks(enterpriseId: EnterpriseId, accountIds: readonly AccountId[]): Promise<readonly SignInDirectoryUser[]> {
    return this.db.run(findLinks, [enterpriseId, accountIds]);
  }

  /** Present directory users who have one of these userNames or externalIds; two at most. */
  findNamed(
    connection: ConnectionKey,
    {
      userNameKeys,
      externalIds,
    }: { readonly userNameKeys: readonly string[]; readonly externalIds: readonly string[] },
  ): Promise<readonly SignInDirectoryUser[]> {
    return this.db.run(findNamed, [...keyValues(connection), userNameKeys, externalIds]);
  }
}
