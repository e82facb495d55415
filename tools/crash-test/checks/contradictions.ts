import type { Client } from 'pg';

/** Something that must not be, and the rows that say that it is: `$1` is the enterprise, `$2` its connection. */
interface Contradiction {
  readonly what: string;
  readonly sql: string;
}

const OF_USERS = `directory_users u join accounts a
  on (a.enterprise_id, a.connection_id, a.directory_user_id) = (u.enterprise_id, u.connection_id, u.id)
  where u.enterprise_id = $1 and u.connection_id = $2`;
const OF_ACCOUNTS = 'accounts a where a.enterprise_id = $1 and $2::uuid is not null';
const HAS_ACCESS = `(u.state = 'present' and u.active)`;
const OPEN_RECEIPTS = `(select count(*) from receipts r
  where r.enterprise_id = $1 and r.account_id = a.id and r.restored_at is null and r.purged_at is null)`;
const LIVE = (table: string) => `exists (select from ${table} t
  where t.enterprise_id = $1 and t.account_id = a.id and t.revoked_at is null)`;
const GIVEN = `select g.organization_id, a.id as account_id
  from group_mappings g
  join directory_memberships m on (m.enterprise_id, m.connection_id, m.group_id) = (g.enterprise_id, g.connection_id, g.group_id)
  join directory_users u on (u.enterprise_id, u.connection_id, u.id) = (m.enterprise_id, m.connection_id, m.member_id)
  join accounts a on (a.enterprise_id, a.connection_id, a.directory_user_id) = (u.enterprise_id, u.connection_id, u.id)
  where g.enterprise_id = $1 and g.connection_id = $2 and ${HAS_ACCESS}`;
const HELD = `select organization_id, account_id from organization_memberships where enterprise_id = $1 and source = 'group'`;
const EVENTS = 'account_events e where e.enterprise_id = $1 and $2::uuid is not null';
const AUDITED = `('account.linked', 'account.unlinked', 'account.login_released', 'account.suspended', 'account.reactivated')`;
// Not compared by time: in a chain none is earlier than the one before.
const TOLD = `select type, account_id::text, request_id from account_events where enterprise_id = $1 and type in ${AUDITED}`;
const RECORDED = `select action, target ->> 'id', request_id from audit_events where enterprise_id = $1 and action in ${AUDITED}`;

const contradictions: readonly Contradiction[] = [
  {
    what: 'a present person has no account',
    sql: `select u.user_name from directory_users u left join accounts a
        on (a.enterprise_id, a.connection_id, a.directory_user_id) = (u.enterprise_id, u.connection_id, u.id)
      where u.enterprise_id = $1 and u.connection_id = $2 and u.state = 'present' and a.id is null`,
  },
  { what: 'an account is nobody’s', sql: `select login from ${OF_ACCOUNTS} and a.directory_user_id is null` },
  {
    what: 'there are more or fewer accounts than people',
    sql: `select accounts, people
      from (select count(*) as accounts from ${OF_ACCOUNTS}) a,
        (select count(distinct external_id) as people from directory_users where enterprise_id = $1) p
      where accounts <> people`,
  },
  {
    what: 'an account has another state than its person',
    sql: `select a.login, a.state from ${OF_USERS} and (a.state = 'active') <> ${HAS_ACCESS}`,
  },
  {
    what: 'an account has another login than its person',
    sql: `select u.user_name, a.login from ${OF_USERS} and u.state = 'present'
      and (a.login <> u.user_name or a.login_key is distinct from u.user_name_key)`,
  },
  {
    what: 'an account has not the receipts of its state',
    sql: `select a.login, a.state from ${OF_ACCOUNTS}
      and ${OPEN_RECEIPTS} <> case a.state when 'suspended' then 1 else 0 end`,
  },
  {
    what: 'a suspended account has a live session, a personal access token or an organization',
    sql: `select a.login from ${OF_ACCOUNTS} and a.state = 'suspended' and (
      ${LIVE('account_sessions')} or ${LIVE('personal_access_tokens')}
      or exists (select from organization_memberships m where m.enterprise_id = $1 and m.account_id = a.id))`,
  },
  {
    what: 'an active account did not get back its personal access token or its own organization',
    sql: `select a.login from ${OF_ACCOUNTS} and a.state = 'active'
      and exists (select from personal_access_tokens t where t.enterprise_id = $1 and t.account_id = a.id)
      and not (${LIVE('personal_access_tokens')} and exists (
        select from organization_memberships m where m.enterprise_id = $1 and m.account_id = a.id and m.source = 'local'))`,
  },
  { what: 'a group does not give what it is to give', sql: `${GIVEN} except ${HELD}` },
  { what: 'somebody holds what no group gives', sql: `${HELD} except select * from (${GIVEN}) g` },
  {
    what: 'a restored receipt still keeps organizations',
    sql: `select r.id from receipts r join receipt_memberships m on m.enterprise_id = r.enterprise_id and m.receipt_id = r.id
      where r.enterprise_id = $1 and $2::uuid is not null and r.restored_at is not null`,
  },
  { what: 'an account event is not published', sql: `select e.id from ${EVENTS} and e.position is null` },
  {
    what: 'positions have gaps or are given twice',
    sql: `select * from (
        select count(*) as events, count(distinct position) as positions, max(position) as last from account_events
      ) e, account_event_heads h
      where $1::uuid <> $2::uuid and not (events = positions and events = last and events = h.position)`,
  },
  {
    what: 'events of one account are told of in another order than they happened',
    sql: `select id from (
        select e.id, e.position, lag(e.position) over (partition by e.account_id order by e.sequence) as earlier from ${EVENTS}
      ) ordered where position < earlier`,
  },
  {
    what: 'an account event is not in the audit log, or more than once',
    sql: `${TOLD} and $2::uuid is not null except all ${RECORDED}`,
  },
  {
    what: 'the audit log tells of what is no account event',
    sql: `${RECORDED} and $2::uuid is not null except all ${TOLD}`,
  },
];

/** Whether every event has its one delivery, and that has arrived. */
const undelivered: Contradiction = {
  what: 'an account event is not delivered, or twice on its way',
  sql: `select e.id from ${EVENTS} and (
    select count(*) <> 1 or bool_or(d.state <> 'delivered') from webhook_deliveries d where d.event_id = e.id)`,
};

const SHOWN = 5;

/** Looks for everything that the tables must not say; gives it in words. */
export async function findContradictions(
  client: Client,
  { enterpriseId, connectionId }: { readonly enterpriseId: string; readonly connectionId: string },
  { delivers }: { readonly delivers: boolean },
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { what, sql } of delivers ? [...contradictions, undelivered] : contradictions) {
    const { rows } = await client.query<Record<string, unknown>>(sql, [enterpriseId, connectionId]);
    const shown = rows.slice(0, SHOWN).map(row => JSON.stringify(row));
    if (rows.length > 0) found.push(`${what} (${rows.length}): ${shown.join(', ')}`);
  }
  return found;
}
