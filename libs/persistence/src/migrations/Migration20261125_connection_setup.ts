import { Migration } from '@mikro-orm/migrations';

/** What setting a connection up needs: revisions, mappings, warnings, OAuth clients, setup links; and what hangs on accounts. */
export class Migration20261125_connection_setup extends Migration {
  override up(): void {
    this.connections();
    this.oauthClients();
    this.setupLinks();
    this.accounts();
    this.administration();
  }

  private connections(): void {
    this.addSql(`
      alter table connections
        add column pending_revision jsonb null,
        add column mapping_version int not null default 0,
        add column previous_mapping_version int null`);
    this.addSql(`
      create table attribute_mappings (
        id uuid not null primary key,
        version int not null constraint attribute_mappings_version unique
          constraint attribute_mappings_version_check check (version > 0),
        mapping jsonb not null,
        note text not null default '',
        created_at timestamptz(3) not null default now()
      )`);
    this.addSql(`
      create table raised_warnings (
        enterprise_id uuid not null,
        connection_id uuid not null,
        code text not null,
        evidence jsonb not null,
        created_at timestamptz(3) not null default now(),
        primary key (enterprise_id, connection_id, code),
        constraint raised_warnings_connection foreign key (enterprise_id, connection_id) references connections
      )`);
  }

  private oauthClients(): void {
    this.addSql(`
      create table oauth_clients (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        name text not null,
        scopes text[] not null,
        access_token_minutes int not null default 60
          constraint oauth_clients_access_token_minutes_check check (access_token_minutes >= 60 and access_token_minutes <= 360),
        jwks jsonb null,
        federation jsonb null,
        version int not null default 1,
        created_at timestamptz(3) not null default now(),
        last_modified timestamptz(3) not null default now(),
        last_used_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, id),
        constraint oauth_clients_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql(`
      create table oauth_client_secrets (
        enterprise_id uuid not null,
        connection_id uuid not null,
        client_id uuid not null,
        id uuid not null,
        prefix text not null,
        hash bytea not null,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        last_used_at timestamptz(3) null,
        revoked_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, client_id, id),
        constraint oauth_client_secrets_client foreign key (enterprise_id, connection_id, client_id)
          references oauth_clients on delete cascade
      )`);
    // A client assertion (RFC 7523) is good once.
    this.addSql(`
      create table used_assertions (
        enterprise_id uuid not null,
        connection_id uuid not null,
        client_id uuid not null,
        hash bytea not null,
        expires_at timestamptz(3) not null,
        primary key (enterprise_id, connection_id, client_id, hash),
        constraint used_assertions_client foreign key (enterprise_id, connection_id, client_id)
          references oauth_clients on delete cascade
      )`);
    this.addSql(`
      alter table scim_tokens
        add column last_used_ip text null,
        add column replaced_by uuid null,
        add column overlap_seconds int null,
        add column oauth_client_id uuid null,
        add column oauth_secret_id uuid null,
        add constraint scim_tokens_client foreign key (enterprise_id, connection_id, oauth_client_id)
          references oauth_clients on delete cascade`);
    this.addSql(`
      create index scim_tokens_of_client on scim_tokens (enterprise_id, connection_id, oauth_client_id)
        where oauth_client_id is not null`);
  }

  private setupLinks(): void {
    this.addSql(`
      create table setup_links (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        made_by uuid null,
        prefix text not null,
        hash bytea not null constraint setup_links_hash unique,
        features text[] not null,
        max_opens int not null constraint setup_links_max_opens_check check (max_opens > 0),
        opens int not null default 0,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        last_opened_at timestamptz(3) null,
        revoked_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, id),
        constraint setup_links_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql('create index setup_links_of_api_key on setup_links (made_by) where revoked_at is null');
    this.addSql(`
      create table setup_sessions (
        enterprise_id uuid not null,
        connection_id uuid not null,
        setup_link_id uuid not null,
        id uuid not null,
        hash bytea not null constraint setup_sessions_hash unique,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, setup_link_id, id),
        constraint setup_sessions_link foreign key (enterprise_id, connection_id, setup_link_id)
          references setup_links on delete cascade
      )`);
  }

  private accounts(): void {
    this.addSql('alter table accounts add column is_administrator boolean not null default false');
    this.addSql(`
      create index accounts_administrators on accounts (enterprise_id, id) where is_administrator`);
    // No index holds the state: an account is suspended and given back in place, a whole company's at once.
    this.addSql('create index accounts_linked on accounts (enterprise_id, id) where directory_user_id is not null');
    this.addSql('create index accounts_unlinked on accounts (enterprise_id, id) where directory_user_id is null');
    this.addSql(`
      create table organization_memberships (
        enterprise_id uuid not null,
        organization_id uuid not null,
        account_id uuid not null,
        created_at timestamptz(3) not null default now(),
        primary key (enterprise_id, organization_id, account_id),
        constraint organization_memberships_organization foreign key (enterprise_id, organization_id) references organizations,
        constraint organization_memberships_account foreign key (enterprise_id, account_id) references accounts
      )`);
    this.addSql(
      'create index organization_memberships_of_account on organization_memberships (enterprise_id, account_id)',
    );
    this.addSql(`
      create table account_sessions (
        enterprise_id uuid not null,
        account_id uuid not null,
        id uuid not null,
        ip text null,
        user_agent text null,
        created_at timestamptz(3) not null default now(),
        last_seen_at timestamptz(3) null,
        expires_at timestamptz(3) not null,
        revoked_at timestamptz(3) null,
        primary key (enterprise_id, account_id, id),
        constraint account_sessions_account foreign key (enterprise_id, account_id) references accounts
      )`);
    this.addSql(`
      create table personal_access_tokens (
        enterprise_id uuid not null,
        account_id uuid not null,
        id uuid not null,
        name text not null,
        prefix text not null,
        hash bytea not null constraint personal_access_tokens_hash unique,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        last_used_at timestamptz(3) null,
        revoked_at timestamptz(3) null,
        primary key (enterprise_id, account_id, id),
        constraint personal_access_tokens_account foreign key (enterprise_id, account_id) references accounts
      )`);
  }

  private administration(): void {
    this.addSql('alter table api_keys add column permissions text[] null, add column made_by uuid null');
    // Requests that come by a setup link make things too.
    this.addSql('alter table idempotent_requests drop constraint idempotent_requests_api_key');
    this.addSql('alter table idempotent_requests rename column api_key_id to actor_id');
    this.addSql(`
      create table secrets_keys (
        id text collate "C" not null primary key,
        canary text not null,
        created_at timestamptz(3) not null default now()
      )`);
  }
}
