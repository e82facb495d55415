import { Migration } from '@mikro-orm/migrations';

/** What signing in remembers between a request and its answer. */
export class Migration20261127_sso extends Migration {
  override up(): void {
    this.addSql(`
      create table saml_requests (
        enterprise_id uuid not null,
        connection_id uuid not null,
        id text collate "C" not null,
        relay_state text null,
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
  }
}
