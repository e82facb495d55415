/**
 * As `insert_newcomer` (Migration20261124_newcomers), with the event of the account that is made; and nothing is made while the
 * connection is paused. Prepared statements of running processes call it: one with other parameters gets another name.
 */
export const insertNewcomerWithEvent = `
  create function insert_newcomer_with_event(
    p_enterprise_id uuid, p_connection_id uuid, p_state text, p_mode text, p_connection_lock bigint, p_id uuid,
    p_user_name text, p_user_name_key text, p_external_id text, p_active boolean, p_attributes jsonb, p_search jsonb,
    p_terms tsvector, p_account_id uuid, p_login text, p_login_key text, p_email text, p_display_name text,
    p_event_id uuid, p_actor jsonb, p_request_id text
  ) returns timestamptz language plpgsql set lock_timeout = '50ms' as $$
  declare
    v_created timestamptz;
  begin
    -- Without an externalId the second is null, and nobody else can be after the same.
    if not pg_try_advisory_xact_lock_shared(p_connection_lock)
      or not pg_try_advisory_xact_lock(hashtextextended('externalId ' || p_connection_id || ' ' || p_external_id, 0))
    then
      return null;
    end if;
    if current_setting('transaction_isolation') <> 'read committed'
      or not exists (
        select from connections c
        where c.enterprise_id = p_enterprise_id and c.id = p_connection_id and c.provisioning_mode = p_mode
          and case when c.paused is null then c.state else 'paused' end = p_state
      )
      or exists (
        select from directory_users u
        where u.enterprise_id = p_enterprise_id and u.connection_id = p_connection_id
          and u.user_name_key = p_user_name_key and u.state = 'present'
      )
      or exists (
        select from directory_users u
        where u.enterprise_id = p_enterprise_id and u.connection_id = p_connection_id
          and u.external_id = p_external_id and u.state <> 'deleted'
      )
      or exists (
        select from accounts a where a.enterprise_id = p_enterprise_id and a.login_key = p_user_name_key
      )
    then
      return null;
    end if;
    insert into directory_users (
      enterprise_id, connection_id, id, user_name, user_name_key, external_id, active, attributes, search, terms
    )
    values (
      p_enterprise_id, p_connection_id, p_id, p_user_name, p_user_name_key, p_external_id, p_active, p_attributes,
      p_search, p_terms
    )
    returning created_at into v_created;
    update directory_segments s set resources = s.resources + 1
    where s.enterprise_id = p_enterprise_id and s.connection_id = p_connection_id and s.resource_type = 'User'
      and s.until_id = (
        select c.until_id from directory_segments c
        where c.enterprise_id = p_enterprise_id and c.connection_id = p_connection_id and c.resource_type = 'User'
          and c.until_id >= p_id
        order by c.until_id limit 1
      );
    if p_account_id is not null then
      insert into accounts (enterprise_id, connection_id, id, directory_user_id, login, login_key, email, display_name)
      values (
        p_enterprise_id, p_connection_id, p_account_id, p_id, p_login, p_login_key, p_email, p_display_name
      );
      insert into account_events (
        enterprise_id, id, account_id, connection_id, directory_user_id, type, actor, change, request_id
      )
      values (
        p_enterprise_id, p_event_id, p_account_id, p_connection_id, p_id, 'account.created', p_actor,
        jsonb_build_object('after', jsonb_build_object(
          'login', p_login, 'email', p_email, 'displayName', p_display_name, 'state', 'active'
        )),
        p_request_id
      );
    end if;
    return v_created;
  end $$`;
