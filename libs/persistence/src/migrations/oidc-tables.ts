/** What OpenID providers must not say twice, and the domains whose people sign in. */
export const oidcTables: readonly string[] = [
  `
      create table used_logout_tokens (
        enterprise_id uuid not null,
        connection_id uuid not null,
        hash bytea not null,
        expires_at timestamptz(3) not null,
        primary key (enterprise_id, connection_id, hash),
        constraint used_logout_tokens_connection foreign key (enterprise_id, connection_id) references connections
      )`,
  'create index used_logout_tokens_expired on used_logout_tokens (expires_at)',
  `
      create table domains (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        name text collate "C" not null,
        token text not null,
        policy text not null default 'optional'
          constraint domains_policy_check check (policy in ('off', 'optional', 'required')),
        verified_at timestamptz(3) null,
        failing_since timestamptz(3) null,
        checked_at timestamptz(3) null,
        outcome text null
          constraint domains_outcome_check check (outcome in ('verified', 'record_missing', 'unresolved')),
        version int not null default 1,
        created_at timestamptz(3) not null default now(),
        last_modified timestamptz(3) not null default now(),
        primary key (enterprise_id, connection_id, id),
        constraint domains_name unique (enterprise_id, name),
        constraint domains_connection foreign key (enterprise_id, connection_id) references connections
      )`,
  'create index domains_checked on domains (checked_at)',
  'create unique index domains_verified_once on domains (name) where verified_at is not null',
];
