import { Migration } from '@mikro-orm/migrations';

/** What administrators changed: append-only, each event linked by hash to the one before it. */
export class Migration20261124_audit extends Migration {
  override up(): void {
    // No foreign key: the record of an enterprise outlives it, and events of the installation are of none.
    this.addSql(`
      create table audit_events (
        enterprise_id uuid not null,
        sequence bigint not null,
        id uuid not null,
        at timestamptz(3) not null,
        actor jsonb not null,
        action text collate "C" not null,
        target jsonb not null,
        before jsonb null,
        after jsonb null,
        request_id text null,
        previous_hash bytea not null,
        hash bytea not null,
        primary key (enterprise_id, sequence),
        constraint audit_events_id unique (enterprise_id, id)
      )`);
    this.addSql('create index audit_events_at on audit_events (enterprise_id, at, sequence)');
    this.addSql('create index audit_events_action on audit_events (enterprise_id, action, sequence)');
    this.addSql(`create index audit_events_actor on audit_events (enterprise_id, (actor ->> 'id'), sequence)`);
    this.addSql(`
      create index audit_events_target on audit_events (enterprise_id, (target ->> 'type'), (target ->> 'id'), sequence)`);
    this.addSql(`
      create table audit_heads (
        enterprise_id uuid not null primary key,
        sequence bigint not null,
        at timestamptz(3) not null,
        hash bytea not null
      )`);
    this.refuseChanges();
  }

  private refuseChanges(): void {
    this.addSql(`
      create function refuse_audit_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op)
          using errcode = 'restrict_violation', hint = 'To correct an event, append one that says so.';
      end $$`);
    this.addSql(`
      create trigger audit_events_refuse_change before update or delete or truncate on audit_events
      for each statement execute function refuse_audit_change()`);
    this.addSql(`
      create trigger audit_heads_refuse_change before delete or truncate on audit_heads
      for each statement execute function refuse_audit_change()`);
  }
}
