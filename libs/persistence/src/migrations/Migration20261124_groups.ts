import { Migration } from '@mikro-orm/migrations';

/** Groups and memberships, filters by index on every attribute, counts of lists, a connection's own extension schemas. */
export class Migration20261124_groups extends Migration {
  override up(): void {
    this.addSql('alter table connections add column user_extensions jsonb null');
    this.lockConnections();
    this.extendUsers();
    this.addGroups();
    this.addSegments();
  }

  /**
   * Whoever writes to a connection's directory shares its lock; whoever changes its state or mode, by whatever statement,
   * has it alone. So each write comes wholly before or after such a change, and takes effect by what is in force.
   */
  private lockConnections(): void {
    this.addSql(`
      create function connection_lock(id uuid) returns bigint language sql immutable parallel safe
      return ('x' || right(id::text, 12) || substr(id::text, 20, 4))::bit(64)::bigint`);
    this.addSql(`
      create function lock_connection() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(connection_lock(new.id));
        return new;
      end $$`);
    this.addSql(`
      create trigger connections_lock before update of state, provisioning_mode on connections
      for each row execute function lock_connection()`);
  }

  /** Keys are compared by code point, so that an index also answers how they begin. A little room keeps updates in place. */
  private extendUsers(): void {
    this.addSql('drop index directory_users_search');
    this.addSql('alter table directory_users set (fillfactor = 85)');
    this.addSql(`
      alter table directory_users
        alter column user_name_key type text collate "C",
        alter column external_id type text collate "C",
        add column terms tsvector null`);
    // Who was there before may match whatever is asked (everyTerm), until the next change: values cannot be folded in SQL.
    this.addSql(`
      alter table directory_users
        alter column terms set not null,
        alter column terms type tsvector using array_to_tsvector(array[
          rtrim(translate(encode(uuid_send(connection_id), 'base64'), '+/', '-_'), '=') || '/*'
        ])`);
    this.addSql('create index directory_users_terms on directory_users using gin (terms) with (fastupdate = off)');
    this.addSql('alter table accounts set (fillfactor = 85)');
    // To check it, every new account locked the row of its enterprise, which all of a customer's requests share.
    this.addSql('alter table accounts drop constraint accounts_enterprise');
  }

  private addGroups(): void {
    this.addSql(`
      create table directory_groups (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        display_name text not null,
        display_name_key text collate "C" not null,
        external_id text collate "C" null,
        attributes jsonb not null,
        search jsonb not null,
        terms tsvector not null,
        version int not null default 1,
        created_at timestamptz(3) not null default now(),
        last_modified timestamptz(3) not null default now(),
        primary key (enterprise_id, connection_id, id)
      ) with (fillfactor = 85)`);
    this.addSql(
      'create index directory_groups_display_name on directory_groups (enterprise_id, connection_id, display_name_key)',
    );
    this.addSql(
      'create index directory_groups_external_id on directory_groups (enterprise_id, connection_id, external_id)',
    );
    this.addSql('create index directory_groups_terms on directory_groups using gin (terms) with (fastupdate = off)');
    this.addSql(`
      create table directory_memberships (
        enterprise_id uuid not null,
        connection_id uuid not null,
        group_id uuid not null,
        member_id uuid not null,
        member_type text not null constraint directory_memberships_member_type_check check (member_type in ('User', 'Group')),
        display text null,
        primary key (enterprise_id, connection_id, group_id, member_id)
      )`);
    this.addSql(
      'create index directory_memberships_member on directory_memberships (enterprise_id, connection_id, member_id)',
    );
  }

  private addSegments(): void {
    this.addSql(`
      create table directory_segments (
        enterprise_id uuid not null,
        connection_id uuid not null,
        resource_type text not null constraint directory_segments_resource_type_check check (resource_type in ('User', 'Group')),
        until_id uuid not null,
        resources int not null,
        primary key (enterprise_id, connection_id, resource_type, until_id)
      )`);
  }
}
