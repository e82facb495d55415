import { Migration } from '@mikro-orm/migrations';

/** What administration needs: versions, keys of enterprises, single sign-on settings, requests that are not carried out twice. */
export class Migration20261124_administration extends Migration {
  override up(): void {
    for (const table of ['enterprises', 'organizations', 'connections']) {
      this.addSql(`
        alter table ${table}
          add column version int not null default 1,
          add column last_modified timestamptz(3) not null default now()`);
    }
    this.addSql('alter table enterprises add column deleted_at timestamptz(3) null');
    this.addSql('alter table connections add column sso_settings jsonb null, add column sso_test jsonb null');
    this.addSql(`
      alter table api_keys
        add column enterprise_id uuid null constraint api_keys_enterprise references enterprises,
        add column name text not null default 'unnamed',
        add column last_used_at timestamptz(3) null,
        drop constraint api_keys_role_check,
        add constraint api_keys_role_check check (role in ('operator', 'enterprise_admin', 'auditor', 'support')),
        add constraint api_keys_reach_check check (case role
          when 'operator' then enterprise_id is null
          when 'enterprise_admin' then enterprise_id is not null
          else true end)`);
    this.addSql('create index api_keys_by_enterprise on api_keys (enterprise_id, id)');
    this.addSql(`
      create table idempotent_requests (
        api_key_id uuid not null constraint idempotent_requests_api_key references api_keys,
        key text not null,
        request_hash bytea not null,
        resource_id uuid not null,
        answer jsonb null,
        created_at timestamptz(3) not null default now(),
        primary key (api_key_id, key)
      )`);
  }
}
