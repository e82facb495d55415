import type { AccountId, ConnectionId, DirectoryUserId, EnterpriseId } from '../entities/ids.js';
import { randomUUIDv7 as uuid } from 'node:crypto';
import { type Executor, statement } from '../executor.js';
import type { Cause, NewAccountEvent } from './account-events.repository.js';
import type { Account, NewLinkedAccount } from './accounts.repository.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import { FIRST_ID } from './keyset.js';
import type { ReceiptOf } from './receipts.repository.js';

/** All columns of an account that the directory may change. */
type ChangedAccount = Pick<
  Account,
  'id' | 'login' | 'loginKey' | 'email' | 'displayName' | 'state' | 'suspendedBy' | 'connectionId' | 'directoryUserId'
>;

const insertLinked = statement(
  'account-batches.insert-linked',
  `insert into accounts (enterprise_id, connection_id, id, directory_user_id, login, login_key, email, display_name)
   select $1, $2, w.id, w.directory_user_id, w.login, w.login_key, w.email, w.display_name
   from jsonb_to_recordset($3::jsonb)
     as w(id uuid, directory_user_id uuid, login text, login_key text, email text, display_name text)`,
);

const update = statement(
  'account-batches.update',
  `update accounts a
   set login = w.login, login_key = w."loginKey", email = w.email, display_name = w."displayName", state = w.state,
     suspended_by = w."suspendedBy", connection_id = w."connectionId", directory_user_id = w."directoryUserId",
     version = a.version + 1, last_modified = now()
   from jsonb_to_recordset($2::jsonb) as w(
     id uuid, login text, "loginKey" text, email text, "displayName" text, state text, "suspendedBy" text,
     "connectionId" uuid, "directoryUserId" uuid
   )
   where a.enterprise_id = $1 and a.id = w.id`,
);

const EVENTS = `jsonb_to_recordset($2::jsonb) as w(
  id uuid, account_id uuid, receipt_id uuid, connection_id uuid, directory_user_id uuid, type text, change jsonb
)`;

const appendEvents = statement(
  'account-batches.append-events',
  `insert into account_events (enterprise_id, id, account_id, connection_id, directory_user_id, type, actor, change, request_id)
   select $1, w.id, w.account_id, w.connection_id, w.directory_user_id, w.type, $3::jsonb, w.change, $4 from ${EVENTS}`,
);

/** `receipts.open`, for many. */
const openReceipts = statement(
  'account-batches.open-receipts',
  `with w as materialized (select * from ${EVENTS}), receipt as (
     insert into receipts (enterprise_id, account_id, id, connection_id, directory_user_id, was_administrator, purge_after)
     select $1, w.account_id, w.receipt_id, w.connection_id, w.directory_user_id, a.is_administrator,
       now() + make_interval(days => e.grace_days)
     from w join accounts a on a.enterprise_id = $1 and a.id = w.account_id join enterprises e on e.id = $1
   ), sessions as (
     update account_sessions s set revoked_at = now() from w
     where s.enterprise_id = $1 and s.account_id = w.account_id and s.revoked_at is null
     returning s.account_id
   ), tokens as (
     update personal_access_tokens t set revoked_at = now(), receipt_id = w.receipt_id from w
     where t.enterprise_id = $1 and t.account_id = w.account_id and t.revoked_at is null
     returning t.account_id
   ), gone as (
     delete from organization_memberships m using w where m.enterprise_id = $1 and m.account_id = w.account_id
     returning m.account_id, m.organization_id, m.source, m.created_at
   ), kept as (
     insert into receipt_memberships (enterprise_id, receipt_id, organization_id, account_id, source, created_at)
     select $1, w.receipt_id, g.organization_id, g.account_id, g.source, g.created_at
     from gone g join w on w.account_id = g.account_id
   )
   insert into account_events (
     enterprise_id, id, account_id, connection_id, directory_user_id, receipt_id, type, actor, change, request_id
   )
   select $1, w.id, w.account_id, w.connection_id, w.directory_user_id, w.receipt_id, 'account.suspended', $3::jsonb,
     w.change || jsonb_build_object(
       'endedSessions', coalesce(s.ended, 0),
       'revokedPersonalAccess', coalesce(t.revoked, 0),
       'leftOrganizations', coalesce(g.organizations, '[]')
     ), $4
   from w
   left join (select account_id, count(*) as ended from sessions group by 1) s on s.account_id = w.account_id
   left join (select account_id, count(*) as revoked from tokens group by 1) t on t.account_id = w.account_id
   left join (
     select account_id, jsonb_agg(organization_id order by organization_id) as organizations from gone group by 1
   ) g on g.account_id = w.account_id`,
);

/** `receipts.restore`, for many. */
const restoreReceipts = statement(
  'account-batches.restore-receipts',
  `with w as materialized (select * from ${EVENTS}), receipt as (
     update receipts r set restored_at = now() from w
     where r.enterprise_id = $1 and r.account_id = w.account_id and r.restored_at is null and r.purged_at is null
     returning r.id, r.account_id
   ), back as (
     delete from receipt_memberships m using receipt r where m.enterprise_id = $1 and m.receipt_id = r.id
     returning m.account_id, m.organization_id, m.source, m.created_at
   ), memberships as (
     insert into organization_memberships (enterprise_id, organization_id, account_id, source, created_at)
     select $1, b.organization_id, b.account_id, b.source, b.created_at from back b
     where exists (select from organizations o where o.enterprise_id = $1 and o.id = b.organization_id)
     on conflict do nothing
     returning account_id, organization_id
   ), tokens as (
     update personal_access_tokens t set revoked_at = null, receipt_id = null from receipt r
     where t.enterprise_id = $1 and t.account_id = r.account_id and t.receipt_id = r.id and t.expires_at > now()
     returning t.account_id
   )
   insert into account_events (
     enterprise_id, id, account_id, connection_id, directory_user_id, receipt_id, type, actor, change, request_id
   )
   select $1, w.id, w.account_id, w.connection_id, w.directory_user_id, r.id, 'account.reactivated', $3::jsonb,
     w.change || jsonb_build_object(
       'restoredPersonalAccess', coalesce(t.restored, 0),
       'joinedOrganizations', coalesce(m.organizations, '[]')
     ), $4
   from w
   left join receipt r on r.account_id = w.account_id
   left join (select account_id, count(*) as restored from tokens group by 1) t on t.account_id = w.account_id
   left join (
     select account_id, jsonb_agg(organization_id order by organization_id) as organizations from memberships group by 1
   ) m on m.account_id = w.account_id`,
);

/** What groups gave is kept as if it had been given by hand. */
const keepMemberships = statement(
  'account-batches.keep-memberships',
  `update organization_memberships m set source = 'local'
   where m.enterprise_id = $1 and m.account_id = any($2::uuid[]) and m.source = 'group'`,
);

const ACCOUNT = `a.id, a.login, a.login_key as "loginKey", a.email, a.display_name as "displayName", a.state,
  a.suspended_by as "suspendedBy", a.connection_id as "connectionId", a.directory_user_id as "directoryUserId",
  a.is_administrator as "isAdministrator"`;

type LinkedAccount = Account & { readonly isAdministrator: boolean; readonly directoryUserId: DirectoryUserId };

const linkedPage = (lock: string) =>
  statement<LinkedAccount>(
    `account-batches.linked-page${lock && '-locked'}`,
    `select ${ACCOUNT} from accounts a
     where a.enterprise_id = $1 and a.connection_id = $2 and a.directory_user_id > $3
     order by a.directory_user_id limit $4 ${lock}`,
  );
const readLinkedPage = linkedPage('');
const lockLinkedPage = linkedPage('for update');

const countLinked = statement<{ readonly total: string }>(
  'account-batches.count-linked',
  'select count(*) as total from accounts a where a.enterprise_id = $1 and a.connection_id = $2',
);

/** Many accounts at once: each method is one statement, for accounts that are locked. */
export class AccountBatchesRepository {
  constructor(private readonly db: Executor) {}

  /** The next accounts that are linked to a connection, in the order of their directory users. */
  linkedPage(
    connection: ConnectionKey,
    after: string | null,
    { limit, locks }: { readonly limit: number; readonly locks: boolean },
  ): Promise<readonly LinkedAccount[]> {
    return this.db.run(locks ? lockLinkedPage : readLinkedPage, [...keyValues(connection), after ?? FIRST_ID, limit]);
  }

  async countLinked(connection: ConnectionKey): Promise<number> {
    const [row] = await this.db.run(countLinked, [...keyValues(connection)]);
    return Number(row?.total);
  }

  async insertLinked(connection: ConnectionKey, accounts: readonly NewLinkedAccount[]): Promise<void> {
    const rows = accounts.map(({ id, directoryUserId, profile: { login, loginKey, email, displayName } }) => ({
      id,
      directory_user_id: directoryUserId,
      login,
      login_key: loginKey,
      email,
      display_name: displayName,
    }));
    if (rows.length > 0) await this.db.run(insertLinked, [...keyValues(connection), JSON.stringify(rows)]);
  }

  /** Makes each account what is given, as its next version. */
  async update(enterpriseId: EnterpriseId, accounts: readonly ChangedAccount[]): Promise<void> {
    if (accounts.length > 0) await this.db.run(update, [enterpriseId, JSON.stringify(accounts)]);
  }

  /** Accounts keep what groups gave them, whatever those say from now on. */
  async keepMemberships(enterpriseId: EnterpriseId, accountIds: readonly AccountId[]): Promise<void> {
    await this.db.run(keepMemberships, [enterpriseId, accountIds]);
  }

  async appendEvents(enterpriseId: EnterpriseId, events: readonly NewAccountEvent[], cause: Cause): Promise<void> {
    const rows = events.map(({ type, ...told }) => ({ ...eventRow(told), type }));
    await this.runAll(appendEvents, enterpriseId, rows, cause);
  }

  /** As `ReceiptsRepository.open`. */
  async openReceipts(enterpriseId: EnterpriseId, suspended: readonly ReceiptOf[], cause: Cause): Promise<void> {
    const rows = suspended.map(told => ({ ...eventRow(told), receipt_id: uuid() }));
    await this.runAll(openReceipts, enterpriseId, rows, cause);
  }

  /** As `ReceiptsRepository.restore`. */
  async restoreReceipts(enterpriseId: EnterpriseId, reactivated: readonly ReceiptOf[], cause: Cause): Promise<void> {
    await this.runAll(restoreReceipts, enterpriseId, reactivated.map(eventRow), cause);
  }

  private async runAll(
    given: typeof appendEvents,
    enterpriseId: EnterpriseId,
    rows: readonly object[],
    { actor, requestId }: Cause,
  ): Promise<void> {
    if (rows.length === 0) return;
    await this.db.run(given, [enterpriseId, JSON.stringify(rows), JSON.stringify(actor), requestId]);
  }
}

function eventRow({ accountId, source, change }: Pick<NewAccountEvent, 'accountId' | 'source' | 'change'>) {
  return {
    id: uuid(),
    account_id: accountId,
    connection_id: (source?.connectionId ?? null) as ConnectionId | null,
    directory_user_id: source?.directoryUserId ?? null,
    change,
  };
}
