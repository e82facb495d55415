import { Migration } from '@mikro-orm/migrations';
import { changeUserWithEffect } from './change-user-with-effect.js';
import { insertNewcomerWithEvent } from './insert-newcomer-with-event.js';
import { receiptFunctions } from './receipt-functions.js';
import { requestLogStatements } from './request-log-statements.js';
import { webhookTables } from './webhook-tables.js';

/** What carries directory changes to accounts: events, receipts, holds, previews, mapped groups, the log of requests, webhooks. */
export class Migration20261126_effects extends Migration {
  override up(): void {
    this.accountEvents();
    this.receipts();
    this.settings();
    this.previews();
    this.groupMappings();
    for (const statement of requestLogStatements) this.addSql(statement);
    for (const statement of webhookTables) this.addSql(statement);
    this.addSql(insertNewcomerWithEvent);
    for (const sql of receiptFunctions) this.addSql(sql);
    this.addSql(changeUserWithEffect);
  }

  private accountEvents(): void {
    // The sequence is the order in which one account was changed; the position is the order in which all are told of.
    this.addSql('create sequence account_event_sequence');
    this.addSql(`
      create table account_events (
        enterprise_id uuid not null,
        id uuid not null,
        sequence bigint not null default nextval('account_event_sequence'),
        account_id uuid null,
        connection_id uuid null,
        directory_user_id uuid null,
        receipt_id uuid null,
        type text not null,
        actor jsonb not null,
        change jsonb not null,
        request_id text null,
        at timestamptz(3) not null default now(),
        position bigint null,
        primary key (enterprise_id, id)
      )`);
    this.addSql('create index account_events_unpublished on account_events (sequence) where position is null');
    this.addSql('create index account_events_position on account_events (position)');
    this.addSql(`
      create index account_events_of_enterprise on account_events (enterprise_id, position) where position is not null`);
    this.addSql(`
      create index account_events_memberships on account_events (enterprise_id, at)
        where type = 'account.memberships_changed'`);
    this.addSql(`
      create table account_event_heads (
        id int not null primary key constraint account_event_heads_id_check check (id = 1),
        position bigint not null
      )`);
    this.addSql('insert into account_event_heads (id, position) values (1, 0)');
  }

  private receipts(): void {
    this.addSql(`
      create table receipts (
        enterprise_id uuid not null,
        account_id uuid not null,
        id uuid not null,
        connection_id uuid null,
        directory_user_id uuid null,
        was_administrator boolean not null default false,
        created_at timestamptz(3) not null default now(),
        purge_after timestamptz(3) not null,
        restored_at timestamptz(3) null,
        purged_at timestamptz(3) null,
        primary key (enterprise_id, account_id, id)
      )`);
    this.addSql(`
      create unique index receipts_open on receipts (enterprise_id, account_id)
        where restored_at is null and purged_at is null`);
    this.addSql(`
      create index receipts_due on receipts (purge_after) where restored_at is null and purged_at is null`);
    this.addSql('create index receipts_of_enterprise on receipts (enterprise_id, created_at)');
    this.addSql(`
      create table receipt_memberships (
        enterprise_id uuid not null,
        receipt_id uuid not null,
        organization_id uuid not null,
        account_id uuid not null,
        source text not null,
        created_at timestamptz(3) not null,
        primary key (enterprise_id, receipt_id, organization_id)
      )`);
    this.addSql('alter table personal_access_tokens add column receipt_id uuid null');
    this.addSql(`
      alter table organization_memberships
        add column source text not null default 'local'
          constraint organization_memberships_source_check check (source in ('local', 'group'))`);
    this.addSql(`
      create table holds (
        enterprise_id uuid not null,
        id uuid not null,
        accounts int not null,
        of_accounts int not null,
        since timestamptz(3) not null,
        created_at timestamptz(3) not null default now(),
        outcome text null constraint holds_outcome_check check (outcome in ('restored', 'resumed')),
        reason text null,
        actor jsonb null,
        request_id text null,
        decided_at timestamptz(3) null,
        ended_at timestamptz(3) null,
        primary key (enterprise_id, id)
      )`);
    this.addSql('create unique index holds_open on holds (enterprise_id) where ended_at is null');
  }

  private settings(): void {
    this.addSql(`
      alter table enterprises
        add column grace_days int not null default 30
          constraint enterprises_grace_days_check check (grace_days >= 1 and grace_days <= 365),
        add column hold_accounts int not null default 50
          constraint enterprises_hold_accounts_check check (hold_accounts >= 1),
        add column hold_percent int not null default 20
          constraint enterprises_hold_percent_check check (hold_percent >= 1 and hold_percent <= 100),
        add column hold_window_minutes int not null default 1440
          constraint enterprises_hold_window_minutes_check check (hold_window_minutes >= 1)`);
    this.addSql(`
      alter table connections
        add column paused text null constraint connections_paused_check check (paused in ('staged', 'refused')),
        add column applied_at timestamptz(3) null`);
    this.addSql('drop trigger connections_lock on connections');
    this.addSql(`
      create trigger connections_lock before update of state, provisioning_mode, paused on connections
      for each row execute function lock_connection()`);
  }

  private previews(): void {
    this.addSql(`
      create table impact_previews (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        purpose jsonb not null,
        state text not null default 'running'
          constraint impact_previews_state_check check (state in ('running', 'done', 'failed')),
        failure text null,
        examined int not null default 0,
        total int null,
        counts jsonb not null default '{}',
        seen jsonb not null,
        after_id uuid null,
        as_of timestamptz(3) not null default now(),
        created_at timestamptz(3) not null default now(),
        finished_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, id),
        constraint impact_previews_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    this.addSql(`
      create table impact_preview_items (
        enterprise_id uuid not null,
        preview_id uuid not null,
        category text not null,
        id uuid not null,
        directory_user_id uuid null,
        account_id uuid null,
        login text not null,
        display_name text null,
        is_administrator boolean not null default false,
        detail jsonb not null default '{}',
        primary key (enterprise_id, preview_id, category, id)
      )`);
    this.addSql(`
      create table applications (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        preview_id uuid null,
        state text not null default 'running'
          constraint applications_state_check check (state in ('running', 'done', 'failed')),
        failure text null,
        examined int not null default 0,
        total int null,
        changed int not null default 0,
        after_id uuid null,
        actor jsonb not null,
        request_id text null,
        created_at timestamptz(3) not null default now(),
        finished_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, id),
        constraint applications_connection foreign key (enterprise_id, connection_id) references connections
      )`);
  }

  private groupMappings(): void {
    this.addSql(`
      create table group_mappings (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        group_id uuid not null,
        organization_id uuid not null,
        created_at timestamptz(3) not null default now(),
        primary key (enterprise_id, connection_id, id),
        constraint group_mappings_once unique (enterprise_id, connection_id, group_id, organization_id),
        constraint group_mappings_connection foreign key (enterprise_id, connection_id) references connections,
        constraint group_mappings_organization foreign key (enterprise_id, organization_id) references organizations
      )`);
    this.addSql('create index group_mappings_of_organization on group_mappings (enterprise_id, organization_id)');
  }
}
