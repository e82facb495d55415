import { Migration } from '@mikro-orm/migrations';

/** Rehearsals of connections. */
export class Migration20261128_rehearsals extends Migration {
  override up(): void {
    this.addSql(`
      create table rehearsals (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id uuid not null,
        idp_profile text not null,
        mode text not null
          constraint rehearsals_mode_check check (mode in ('deprovision_only', 'users', 'users_and_groups')),
        state text not null default 'waiting'
          constraint rehearsals_state_check check (state in ('waiting', 'running', 'passed', 'failed')),
        total int not null,
        steps jsonb not null default '[]',
        failure text null,
        token_hash bytea null,
        token_expires_at timestamptz(3) null,
        created_at timestamptz(3) not null default now(),
        finished_at timestamptz(3) null,
        primary key (enterprise_id, connection_id, id),
        constraint rehearsals_connection foreign key (enterprise_id, connection_id) references connections
      )`);
    // One at a time of a connection.
    this.addSql(
      'create unique index rehearsals_under_way on rehearsals (enterprise_id, connection_id) where finished_at is null',
    );
    this.addSql('alter table scim_requests add column rehearsal_id uuid null');
  }
}
