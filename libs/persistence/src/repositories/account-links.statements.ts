import { statement } from '../executor.js';

/**
 * A receipt that was never open: it keeps for a link that ended what came with the link, nothing of it counts as lost access, and
 * nothing is purged by it.
 */
const OF_LINK = 'r.restored_at = r.created_at and r.purged_at is null';
const OPEN = 'r.restored_at is null and r.purged_at is null';

/** What groups gave, also what is kept for somebody who is suspended. What was given by hand stays. */
export const takeGroupMemberships = statement(
  'account-links.take-group-memberships',
  `with gone as (
     delete from organization_memberships m where m.enterprise_id = $1 and m.account_id = $2 and m.source = 'group'
     returning m.organization_id, m.created_at
   ), unkept as (
     delete from receipt_memberships m using receipts r
     where r.enterprise_id = $1 and r.account_id = $2 and ${OPEN}
       and m.enterprise_id = $1 and m.receipt_id = r.id and m.source = 'group'
     returning m.organization_id, m.created_at
   ), taken as (
     select * from gone union select * from unkept
   ), receipt as (
     insert into receipts (enterprise_id, account_id, id, connection_id, directory_user_id, purge_after, restored_at)
     select $1, $2, uuidv7(), $3, $4, now(), now() where exists (select from taken)
     returning id
   ), kept as (
     insert into receipt_memberships (enterprise_id, receipt_id, organization_id, account_id, source, created_at)
     select $1, r.id, t.organization_id, $2, 'group', t.created_at from receipt r, taken t
     on conflict do nothing
   )
   insert into account_events (enterprise_id, id, account_id, type, actor, change, request_id)
   select $1, gen_random_uuid(), $2, 'account.memberships_changed', $5::jsonb, jsonb_build_object('leftOrganizations', g.ids), $6
   from (select jsonb_agg(organization_id order by organization_id) as ids from gone) g where g.ids is not null`,
);

/** What is kept for the link comes back to an active account; for a suspended one it is kept with all else that comes back with it. */
export const giveGroupMemberships = statement(
  'account-links.give-group-memberships',
  `with account as (
     select a.state = 'active' as is_active, (
       select r.id from receipts r where r.enterprise_id = $1 and r.account_id = $2 and ${OPEN}
     ) as receipt_id
     from accounts a where a.enterprise_id = $1 and a.id = $2
   ), back as (
     delete from receipt_memberships m using receipts r, account a
     where r.enterprise_id = $1 and r.account_id = $2 and r.connection_id = $3 and r.directory_user_id = $4 and ${OF_LINK}
       and m.enterprise_id = $1 and m.receipt_id = r.id and (a.is_active or a.receipt_id is not null)
     returning m.organization_id, m.created_at
   ), memberships as (
     insert into organization_memberships (enterprise_id, organization_id, account_id, source, created_at)
     select $1, b.organization_id, $2, 'group', b.created_at
     from account a, back b join organizations o on o.enterprise_id = $1 and o.id = b.organization_id
     where a.is_active
     on conflict do nothing
     returning organization_id
   ), kept as (
     insert into receipt_memberships (enterprise_id, receipt_id, organization_id, account_id, source, created_at)
     select $1, a.receipt_id, b.organization_id, $2, 'group', b.created_at from account a, back b where not a.is_active
     on conflict do nothing
   )
   insert into account_events (enterprise_id, id, account_id, type, actor, change, request_id)
   select $1, gen_random_uuid(), $2, 'account.memberships_changed', $5::jsonb, jsonb_build_object('joinedOrganizations', m.ids), $6
   from (select jsonb_agg(organization_id order by organization_id) as ids from memberships) m where m.ids is not null`,
);
