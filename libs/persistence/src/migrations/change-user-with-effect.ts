/**
 * Stores the next version of a directory user, the effect on the account with it, in one call: most of what identity providers send
 * after the first import. Returns when; null, or a serialization failure, when the user, the account or the connection is no longer
 * as the caller saw it or somebody else is at it, and then nothing is stored. Others queue behind it, so it waits for nobody long.
 *
 * Without a userName only `active` is new; without a login the account stays as it was seen. Prepared statements of running
 * processes call it: one with other parameters gets another name.
 */
export const changeUserWithEffect = `
  create function change_user_with_effect(
    p_enterprise_id uuid, p_connection_id uuid, p_state text, p_mode text, p_connection_lock bigint,
    p_id uuid, p_version int, p_user_name text, p_user_name_key text, p_external_id text, p_active boolean,
    p_attributes jsonb, p_search jsonb, p_terms tsvector,
    p_account_id uuid, p_account_version int, p_login text, p_login_key text, p_email text, p_display_name text,
    p_account_state text, p_suspended_by text, p_updated jsonb, p_updated_event_id uuid, p_state_change jsonb,
    p_state_event_id uuid, p_receipt_id uuid, p_actor jsonb, p_request_id text
  ) returns timestamptz language plpgsql set lock_timeout = '50ms' as $$
  declare
    v_modified timestamptz;
  begin
    if not pg_try_advisory_xact_lock_shared(p_connection_lock)
      or current_setting('transaction_isolation') <> 'read committed'
      or not exists (
        select from connections c
        where c.enterprise_id = p_enterprise_id and c.id = p_connection_id and c.provisioning_mode = p_mode
          and case when c.paused is null then c.state else 'paused' end = p_state
      )
    then
      return null;
    end if;
    if p_user_name is null then
      -- Nothing that an index holds is written, so that the row stays where it is in all of them.
      update directory_users u set active = p_active, version = u.version + 1, last_modified = now()
      where u.enterprise_id = p_enterprise_id and u.connection_id = p_connection_id and u.id = p_id
        and u.version = p_version and u.state = 'present'
      returning u.last_modified into v_modified;
    else
      -- PostgreSQL compares stored values as they are stored, compressed: terms that stay are put back as they were.
      update directory_users u
      set user_name = p_user_name, user_name_key = p_user_name_key, external_id = p_external_id, active = p_active,
        attributes = p_attributes, search = p_search,
        terms = case when u.terms = p_terms then u.terms else p_terms end,
        version = u.version + 1, last_modified = now()
      where u.enterprise_id = p_enterprise_id and u.connection_id = p_connection_id and u.id = p_id
        and u.version = p_version and u.state = 'present'
      returning u.last_modified into v_modified;
    end if;
    if v_modified is null or p_account_id is null then
      return v_modified;
    end if;
    if p_login is null then
      perform from accounts a
      where a.enterprise_id = p_enterprise_id and a.id = p_account_id and a.version = p_account_version;
    else
      update accounts a
      set login = p_login, login_key = p_login_key, email = p_email, display_name = p_display_name,
        state = p_account_state, suspended_by = p_suspended_by, version = a.version + 1, last_modified = now()
      where a.enterprise_id = p_enterprise_id and a.id = p_account_id and a.version = p_account_version;
    end if;
    if not found then
      raise exception 'The account % is no longer as it was seen.', p_account_id using errcode = 'serialization_failure';
    end if;
    if p_updated is not null then
      insert into account_events (
        enterprise_id, id, account_id, connection_id, directory_user_id, type, actor, change, request_id
      )
      values (
        p_enterprise_id, p_updated_event_id, p_account_id, p_connection_id, p_id, 'account.updated', p_actor, p_updated,
        p_request_id
      );
    end if;
    if p_state_change is not null then
      if p_account_state = 'suspended' then
        perform open_receipt(
          p_enterprise_id, p_account_id, p_receipt_id, p_connection_id, p_id, p_state_event_id, p_actor, p_state_change,
          p_request_id
        );
      else
        perform restore_receipt(
          p_enterprise_id, p_account_id, p_state_event_id, p_connection_id, p_id, p_actor, p_state_change, p_request_id
        );
      end if;
    end if;
    return v_modified;
  end $$`;
