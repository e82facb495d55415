import type { AccountId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

/** Whom an identity provider names; a subject means something within its issuer alone. */
export interface IdentityKey {
  readonly issuer: string;
  readonly subject: string;
}

const findAccount = statement<{ readonly accountId: AccountId }>(
  'account-identities.find-account',
  `select account_id as "accountId" from account_identities
   where enterprise_id = $1 and connection_id = $2 and issuer = $3 and subject = $4`,
);

const ofAccounts = statement<{ readonly accountId: AccountId; readonly subject: string }>(
  'account-identities.of-accounts',
  `select account_id as "accountId", subject from account_identities
   where enterprise_id = $1 and connection_id = $2 and issuer = $3 and account_id = any ($4::uuid[])`,
);

const ofOthers = statement<{ readonly accountId: AccountId }>(
  'account-identities.of-others',
  `select distinct i.account_id as "accountId" from account_identities i
   join connections c on c.enterprise_id = i.enterprise_id and c.id = i.connection_id and c.state <> 'deleted'
   where i.enterprise_id = $1 and i.connection_id <> $2 and i.account_id = any ($3::uuid[])`,
);

/** Before, and not in, the statement that inserts: what one statement deletes still stands in the way of what it inserts. */
const dropOthers = statement<never>(
  'account-identities.drop-others',
  `delete from account_identities
   where enterprise_id = $1 and connection_id = $2 and issuer = $3 and account_id = $5 and subject <> $4`,
);

const put = statement<never>(
  'account-identities.put',
  `insert into account_identities (enterprise_id, connection_id, issuer, subject, account_id) values ($1, $2, $3, $4, $5)
   on conflict (enterprise_id, connection_id, issuer, subject) do update set last_used_at = now()`,
);

const forget = statement<{ readonly subject: string }>(
  'account-identities.forget',
  'delete from account_identities where enterprise_id = $1 and account_id = $2 returning subject',
);

/** As whom people sign in, per connection: the subject that their identity provider never gives to another person. */
export class AccountIdentitiesRepository {
  constructor(private readonly db: Executor) {}

  /** The account that a subject signed in to before. */
  async findAccount(connection: ConnectionKey, { issuer, subject }: IdentityKey): Promise<AccountId | undefined> {
    const [found] = await this.db.run(findAccount, [...keyValues(connection), issuer, subject]);
    return found?.accountId;
  }

  /** By which subjects of an issuer these accounts were signed in to. */
  async ofAccounts(
    connection: ConnectionKey,
    issuer: string,
    accountIds: readonly AccountId[],
  ): Promise<ReadonlyMap<AccountId, string>> {
    const found = await this.db.run(ofAccounts, [...keyValues(connection), issuer, accountIds]);
    return new Map(found.map(({ accountId, subject }) => [accountId, subject]));
  }

  /** Which of these accounts were signed in to by another connection, that is still there. */
  async ofOtherConnections(
    connection: ConnectionKey,
    accountIds: readonly AccountId[],
  ): Promise<ReadonlySet<AccountId>> {
    const found = await this.db.run(ofOthers, [...keyValues(connection), accountIds]);
    return new Set(found.map(({ accountId }) => accountId));
  }

  /** Remembers that a locked account is this subject's, and no other's of the issuer. */
  async put(connection: ConnectionKey, { issuer, subject }: IdentityKey, accountId: AccountId): Promise<void> {
    const identity = [...keyValues(connection), issuer, subject, accountId];
    await Promise.all([this.db.run(dropOthers, identity), this.db.run(put, identity)]);
  }

  /** Forgets as whom a person signed in, whatever the connection. Gives how many identities it was. */
  async forget({ enterpriseId }: Pick<ConnectionKey, 'enterpriseId'>, accountId: AccountId): Promise<number> {
    return (await this.db.run(forget, [enterpriseId, accountId])).length;
  }
}
