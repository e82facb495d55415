/**
 * What hangs on an account is taken, and given back, by functions: most accounts have little of it, and looking for each kind by
 * itself is cheap, while one statement that may change five tables is set up for all of them every time.
 */
export const receiptFunctions = [
  `create function open_receipt(
     p_enterprise_id uuid, p_account_id uuid, p_receipt_id uuid, p_connection_id uuid, p_directory_user_id uuid,
     p_event_id uuid, p_actor jsonb, p_change jsonb, p_request_id text
   ) returns void language plpgsql as $$
   declare
     v_sessions int;
     v_tokens int;
     v_organizations jsonb := '[]';
   begin
     insert into receipts (enterprise_id, account_id, id, connection_id, directory_user_id, was_administrator, purge_after)
     select p_enterprise_id, p_account_id, p_receipt_id, p_connection_id, p_directory_user_id, a.is_administrator,
       now() + make_interval(days => e.grace_days)
     from enterprises e join accounts a on a.enterprise_id = e.id
     where e.id = p_enterprise_id and a.id = p_account_id;
     update account_sessions set revoked_at = now()
     where enterprise_id = p_enterprise_id and account_id = p_account_id and revoked_at is null;
     get diagnostics v_sessions = row_count;
     update personal_access_tokens set revoked_at = now(), receipt_id = p_receipt_id
     where enterprise_id = p_enterprise_id and account_id = p_account_id and revoked_at is null;
     get diagnostics v_tokens = row_count;
     if exists (
       select from organization_memberships where enterprise_id = p_enterprise_id and account_id = p_account_id
     ) then
       with gone as (
         delete from organization_memberships where enterprise_id = p_enterprise_id and account_id = p_account_id
         returning organization_id, source, created_at
       ), kept as (
         insert into receipt_memberships (enterprise_id, receipt_id, organization_id, account_id, source, created_at)
         select p_enterprise_id, p_receipt_id, organization_id, p_account_id, source, created_at from gone
       )
       select jsonb_agg(organization_id order by organization_id) into v_organizations from gone;
     end if;
     insert into account_events (
       enterprise_id, id, account_id, connection_id, directory_user_id, receipt_id, type, actor, change, request_id
     )
     values (
       p_enterprise_id, p_event_id, p_account_id, p_connection_id, p_directory_user_id, p_receipt_id, 'account.suspended',
       p_actor, p_change || jsonb_build_object(
         'endedSessions', v_sessions, 'revokedPersonalAccess', v_tokens, 'leftOrganizations', v_organizations
       ), p_request_id
     );
   end $$`,
  // An organization that is gone meanwhile is not made again, and a token that has expired stays revoked.
  `create function restore_receipt(
     p_enterprise_id uuid, p_account_id uuid, p_event_id uuid, p_connection_id uuid, p_directory_user_id uuid,
     p_actor jsonb, p_change jsonb, p_request_id text
   ) returns void language plpgsql as $$
   declare
     v_receipt_id uuid;
     v_tokens int := 0;
     v_organizations jsonb := '[]';
   begin
     update receipts set restored_at = now()
     where enterprise_id = p_enterprise_id and account_id = p_account_id and restored_at is null and purged_at is null
     returning id into v_receipt_id;
     if exists (
       select from receipt_memberships where enterprise_id = p_enterprise_id and receipt_id = v_receipt_id
     ) then
       with back as (
         delete from receipt_memberships where enterprise_id = p_enterprise_id and receipt_id = v_receipt_id
         returning organization_id, source, created_at
       ), memberships as (
         insert into organization_memberships (enterprise_id, organization_id, account_id, source, created_at)
         select p_enterprise_id, b.organization_id, p_account_id, b.source, b.created_at from back b
         where exists (
           select from organizations o where o.enterprise_id = p_enterprise_id and o.id = b.organization_id
         )
         on conflict do nothing
         returning organization_id
       )
       select coalesce(jsonb_agg(organization_id order by organization_id), '[]') into v_organizations from memberships;
     end if;
     if v_receipt_id is not null then
       update personal_access_tokens set revoked_at = null, receipt_id = null
       where enterprise_id = p_enterprise_id and account_id = p_account_id and receipt_id = v_receipt_id
         and expires_at > now();
       get diagnostics v_tokens = row_count;
     end if;
     insert into account_events (
       enterprise_id, id, account_id, connection_id, directory_user_id, receipt_id, type, actor, change, request_id
     )
     values (
       p_enterprise_id, p_event_id, p_account_id, p_connection_id, p_directory_user_id, v_receipt_id, 'account.reactivated',
       p_actor, p_change || jsonb_build_object(
         'restoredPersonalAccess', v_tokens, 'joinedOrganizations', v_organizations
       ), p_request_id
     );
   end $$`,
];
