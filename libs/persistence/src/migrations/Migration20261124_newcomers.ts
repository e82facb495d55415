import { Migration } from '@mikro-orm/migrations';

/** Stores somebody of whom nothing was known, the account with them, in one call: most of what a first import does. */
export class Migration20261124_newcomers extends Migration {
  /**
   * Returns when the user was created; null when somebody may be meant already, has the login, somebody else is at it, or the
   * connection is not as the caller saw it, and then nothing is stored. A function because what it asks after it has the locks
   * sees all that was committed before, which one statement would not. It waits for no lock: others queue behind it.
   */
  override up(): void {
    this.addSql(`
      create function insert_newcomer(
        enterprise uuid, connection uuid, connection_state text, mode text, connection_lock bigint, user_id uuid,
        user_name text, user_name_key text, external_id text, active boolean, attributes jsonb, search jsonb,
        terms tsvector, account uuid, login text, login_key text, email text, display_name text
      ) returns timestamptz language plpgsql as $$
      #variable_conflict use_column
      declare
        created timestamptz;
      begin
        if not pg_try_advisory_xact_lock_shared(connection_lock)
          or not pg_try_advisory_xact_lock(
            hashtextextended('externalId ' || connection || ' ' || insert_newcomer.external_id, 0)
          )
        then
          return null;
        end if;
        if current_setting('transaction_isolation') <> 'read committed'
          or not exists (
            select from connections c
            where c.enterprise_id = enterprise and c.id = connection
              and c.state = connection_state and c.provisioning_mode = mode
          )
          or exists (
            select from directory_users u
            where u.enterprise_id = enterprise and u.connection_id = connection
              and u.user_name_key = insert_newcomer.user_name_key and u.state = 'present'
          )
          or exists (
            select from directory_users u
            where u.enterprise_id = enterprise and u.connection_id = connection
              and u.external_id = insert_newcomer.external_id and u.state <> 'deleted'
          )
          or exists (
            select from accounts a where a.enterprise_id = enterprise and a.login_key = insert_newcomer.user_name_key
          )
        then
          return null;
        end if;
        insert into directory_users (
          enterprise_id, connection_id, id, user_name, user_name_key, external_id, active, attributes, search, terms
        )
        values (
          enterprise, connection, user_id, insert_newcomer.user_name, insert_newcomer.user_name_key,
          insert_newcomer.external_id, insert_newcomer.active, insert_newcomer.attributes, insert_newcomer.search,
          insert_newcomer.terms
        )
        returning created_at into created;
        update directory_segments s set resources = s.resources + 1
        where s.enterprise_id = enterprise and s.connection_id = connection and s.resource_type = 'User'
          and s.until_id = (
            select c.until_id from directory_segments c
            where c.enterprise_id = enterprise and c.connection_id = connection and c.resource_type = 'User'
              and c.until_id >= user_id
            order by c.until_id limit 1
          );
        if account is not null then
          insert into accounts (enterprise_id, connection_id, id, directory_user_id, login, login_key, email, display_name)
          values (
            enterprise, connection, account, user_id, insert_newcomer.login, insert_newcomer.login_key,
            insert_newcomer.email, insert_newcomer.display_name
          );
        end if;
        return created;
      end $$`);
  }
}
