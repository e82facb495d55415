import { Migration } from '@mikro-orm/migrations';

/** Enterprises, their connections and tokens, the directory beside the accounts. */
export class Migration20261123_initial extends Migration {
  override up(): void {
    this.addSql(`
      create table enterprises (
        id uuid not null primary key,
        key text not null constraint enterprises_key unique,
        name text not null,
        created_at timestamptz(3) not null default now()
      )`);
    this.addSql(`
      create table organizations (
        enterprise_id uuid not null constraint organizations_enterprise references enterprises,
        id uuid not null,
        key text not null,
        name text not null,
        created_at timestamptz(3) not null default now(),
        primary key (enterprise_id, id),
        constraint organizations_key unique (enterprise_id, key)
      )`);
    this.addSql(`
      create table connections (
        enterprise_id uuid not null constraint connections_enterprise references enterprises,
        id uuid not null,
        name text not null,
        idp_profile text not null,
        state text not null default 'draft'
          constraint connections_state_check check (state in ('draft', 'configured', 'tested', 'enabled', 'disabled', 'deleted')),
        provisioning_mode text not null default 'deprovision_only'
          constraint connections_provisioning_mode_check check (provisioning_mode in ('deprovision_only', 'users', 'users_and_groups')),
        created_at timestamptz(3) not null default now(),
        primary key (enterprise_id, id)
      )`);
    this.addSql('create index connections_by_id on connections (id)');
    this.addSql(`
      create table scim_tokens (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        prefix text not null,
        hash bytea not null,
        scopes text[] not null,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        last_used_at timestamptz(3) null,
        revoked_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, id),
        constraint scim_tokens_hash unique (enterprise_id, connection_id, hash),
        constraint scim_tokens_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql(`
      create table api_keys (
        id uuid not null primary key,
        role text not null constraint api_keys_role_check check (role in ('operator')),
        prefix text not null,
        hash bytea not null constraint api_keys_hash unique,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        revoked_at timestamptz(3) null
      )`);
    this.addSql(`
      create table directory_users (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        state text not null default 'present'
          constraint directory_users_state_check check (state in ('present', 'retired', 'deleted')),
        user_name text not null,
        user_name_key text not null,
        external_id text null,
        active boolean not null,
        attributes jsonb not null,
        search jsonb not null,
        version int not null default 1,
        created_at timestamptz(3) not null default now(),
        last_modified timestamptz(3) not null default now(),
        primary key (enterprise_id, connection_id, id)
      )`);
    this.addSql(`
      create unique index directory_users_user_name on directory_users (enterprise_id, connection_id, user_name_key)
        where state = 'present'`);
    this.addSql(
      'create index directory_users_external_id on directory_users (enterprise_id, connection_id, external_id)',
    );
    this.addSql('create index directory_users_search on directory_users using gin (search jsonb_path_ops)');
    this.addSql(`
      create table accounts (
        enterprise_id uuid not null constraint accounts_enterprise references enterprises,
        id uuid not null,
        login text not null,
        login_key text null,
        email text null,
        display_name text null,
        state text not null default 'active' constraint accounts_state_check check (state in ('active', 'suspended')),
        suspended_by text null constraint accounts_suspended_by_check check (suspended_by in ('directory', 'administrator')),
        connection_id uuid null,
        directory_user_id uuid null,
        version int not null default 1,
        created_at timestamptz(3) not null default now(),
        last_modified timestamptz(3) not null default now(),
        primary key (enterprise_id, id),
        constraint accounts_login unique (enterprise_id, login_key),
        constraint accounts_directory_user unique (enterprise_id, connection_id, directory_user_id),
        constraint accounts_link foreign key (enterprise_id, connection_id, directory_user_id) references directory_users
      )`);
  }
}
