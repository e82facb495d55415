/** Webhook endpoints, what is on its way to them, and the keys with which events are signed. */
export const webhookTables: readonly string[] = [
  `
      create table webhook_endpoints (
        enterprise_id uuid null,
        id uuid not null primary key,
        url text not null,
        description text not null default '',
        types text[] null,
        format text not null default 'event'
          constraint webhook_endpoints_format_check check (format in ('event', 'security_event_token')),
        sealed_secrets jsonb not null,
        state text not null default 'enabled'
          constraint webhook_endpoints_state_check check (state in ('enabled', 'disabled')),
        failures int not null default 0,
        failing_since timestamptz(3) null,
        last_delivered_at timestamptz(3) null,
        last_failed_at timestamptz(3) null,
        last_failure text null,
        version int not null default 1,
        created_at timestamptz(3) not null default now(),
        last_modified timestamptz(3) not null default now()
      )`,
  `
      create table webhook_deliveries (
        endpoint_id uuid not null,
        id uuid not null,
        event_enterprise_id uuid null,
        event_id uuid null,
        account_id uuid null,
        position bigint null,
        type text not null,
        state text not null default 'pending'
          constraint webhook_deliveries_state_check check (state in ('pending', 'delivered', 'dead')),
        attempts int not null default 0,
        last_status int null,
        last_error text null,
        created_at timestamptz(3) not null default now(),
        last_attempt_at timestamptz(3) null,
        next_attempt_at timestamptz(3) not null default now(),
        primary key (endpoint_id, id),
        constraint webhook_deliveries_endpoint foreign key (endpoint_id) references webhook_endpoints on delete cascade
      )`,
  'create index webhook_deliveries_by_state on webhook_deliveries (endpoint_id, state, id)',
  `
      create index webhook_deliveries_pending on webhook_deliveries (endpoint_id, account_id, position)
        where state = 'pending'`,
  // How far events are on their way to endpoints; apart from the head of the events, whose lock is another's business.
  `
      create table webhook_heads (
        id int not null primary key constraint webhook_heads_id_check check (id = 1),
        position bigint not null
      )`,
  'insert into webhook_heads (id, position) values (1, 0)',
  `
      create table signing_keys (
        id uuid not null primary key,
        kind text not null,
        sealed_private_jwk text not null,
        public_jwk jsonb not null,
        created_at timestamptz(3) not null default now()
      )`,
];
