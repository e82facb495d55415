import { Migration } from '@mikro-orm/migrations';
import { oidcTables } from './oidc-tables.js';
import { openIdProviderTables } from './openid-provider-tables.js';

/** What signing in remembers: between a request and its answer, of who came, and of how it went. */
export class Migration20261127_sso extends Migration {
  override up(): void {
    this.samlExchanges();
    this.signIns();
    this.identities();
    for (const statement of openIdProviderTables) this.addSql(statement);
  }

  private samlExchanges(): void {
    this.addSql(`
      create table saml_requests (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id text collate "C" not null,
        relay_state_hash bytea not null,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        primary key (enterprise_id, connection_id, id),
        constraint saml_requests_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql('create index saml_requests_expired on saml_requests (expires_at)');
    this.addSql(`
      create table used_saml_assertions (
        enterprise_id uuid not null,
        connection_id uuid not null,
        hash bytea not null,
        expires_at timestamptz(3) not null,
        primary key (enterprise_id, connection_id, hash),
        constraint used_saml_assertions_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql('create index used_saml_assertions_expired on used_saml_assertions (expires_at)');
    for (const statement of oidcTables) this.addSql(statement);
    this.connectionKeys();
  }

  /** Own keys of connections. */
  private connectionKeys(): void {
    this.addSql(`
      create table connection_keys (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        use text not null constraint connection_keys_use_check check (use in ('signing', 'encryption')),
        state text not null constraint connection_keys_state_check check (state in ('current', 'next', 'retired')),
        certificate text not null,
        sealed_private_key text not null,
        created_at timestamptz(3) not null default now(),
        activated_at timestamptz(3) null,
        retired_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, id),
        constraint connection_keys_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql(`
      create unique index connection_keys_in_use on connection_keys (enterprise_id, connection_id, use, state)
        where state <> 'retired'`);
    this.addSql("create index connection_keys_retired on connection_keys (retired_at) where state = 'retired'");
  }
  private signIns(): void {
    this.addSql(`
      alter table connections
        add column sign_in_policy text not null default 'jit'
          constraint connections_sign_in_policy_check check (sign_in_policy in ('jit', 'directory_only'))`);
    this.addSql(`
      create table sign_in_flows (
        enterprise_id uuid not null,
        connection_id uuid not null,
        hash bytea not null,
        attempt_id uuid not null,
        purpose text not null constraint sign_in_flows_purpose_check check (purpose in ('sign_in', 'test')),
        protocol text not null constraint sign_in_flows_protocol_check check (protocol in ('saml', 'oidc')),
        fingerprint text not null,
        interaction_id text null,
        test_id uuid null,
        browser_hash bytea not null,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        primary key (enterprise_id, connection_id, hash),
        constraint sign_in_flows_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql('create index sign_in_flows_expired on sign_in_flows (expires_at)');
    this.addSql(`
      create table sign_in_tests (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        hash bytea not null,
        fingerprint text not null,
        attempt_id uuid null,
        result jsonb null,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,
        primary key (enterprise_id, connection_id, id),
        constraint sign_in_tests_hash unique (enterprise_id, connection_id, hash),
        constraint sign_in_tests_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql('create index sign_in_tests_created on sign_in_tests (created_at)');
    this.addSql(`
      create table sign_in_attempts (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        purpose text not null constraint sign_in_attempts_purpose_check check (purpose in ('sign_in', 'test')),
        protocol text not null constraint sign_in_attempts_protocol_check check (protocol in ('saml', 'oidc')),
        outcome text not null
          constraint sign_in_attempts_outcome_check check (outcome in ('begun', 'signed_in', 'tested', 'refused')),
        code text null,
        steps jsonb not null default '[]',
        login text null,
        subject text null,
        account_id uuid null,
        directory_user_id uuid null,
        ip text null,
        user_agent text null,
        at timestamptz(3) not null default now(),
        finished_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, id),
        constraint sign_in_attempts_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql('create index sign_in_attempts_at on sign_in_attempts (at)');
  }

  private identities(): void {
    // A subject means something within its issuer alone: another client, or another NameID format, names people anew.
    this.addSql(`
      create table account_identities (
        enterprise_id uuid not null,
        connection_id uuid not null,
        issuer text collate "C" not null,
        subject text collate "C" not null,
        account_id uuid not null,
        created_at timestamptz(3) not null default now(),
        last_used_at timestamptz(3) not null default now(),
        primary key (enterprise_id, connection_id, issuer, subject),
        constraint account_identities_account_once unique (enterprise_id, connection_id, issuer, account_id),
        constraint account_identities_connection foreign key (enterprise_id, connection_id) references connections,
        constraint account_identities_account foreign key (enterprise_id, account_id) references accounts on delete cascade
      )`);
    this.addSql('create index account_identities_of_account on account_identities (enterprise_id, account_id)');
    // By what the identity provider ends a session that it began.
    this.addSql(`
      alter table account_sessions
        add column connection_id uuid null,
        add column subject text collate "C" null,
        add column name_id_format text null,
        add column session_index text null,
        add column idp_session_id text null`);
    this.addSql(`
      create index account_sessions_of_subject on account_sessions (enterprise_id, connection_id, subject)
        where connection_id is not null and revoked_at is null`);
    this.addSql(`
      create index account_sessions_of_idp_session on account_sessions (enterprise_id, connection_id, idp_session_id)
        where idp_session_id is not null and revoked_at is null`);
  }
}
