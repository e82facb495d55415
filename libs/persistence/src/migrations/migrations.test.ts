import { afterAll, beforeAll, expect, it } from 'vitest';
import { workerDatabaseUrl } from '../../../../tools/testing/worker-database.js';
import { Database } from '../database.js';

let database: Database;

beforeAll(async () => {
  database = await Database.connect({ url: await workerDatabaseUrl(), poolSize: 5 });
});
afterAll(() => database.close());

it('all migrations on an empty database give exactly the tables the entities declare', async () => {
  // The entities hold plain columns; foreign keys, the lock of connections and functions exist in the migrations alone.
  const foreignKeys: { name: string }[] = await database.orm.em
    .fork()
    .execute("select conname as name from pg_constraint where contype = 'f'");
  const difference = await database.orm.schema.getUpdateSchemaSQL({ wrap: false });
  const statements = difference
    .split('\n')
    .filter(
      line =>
        line !== '' &&
        !/^drop (?:trigger|function) .*(?:connections?_|newcomer|audit_|scim_request|_receipt|_with_effect|application_sessions)/.test(
          line,
        ),
    )
    // The differ does not read a default by sequence back.
    .filter(line => !line.includes('account_event_sequence'))
    .filter(line => !foreignKeys.some(({ name }) => line.endsWith(`drop constraint "${name}";`)));
  expect(foreignKeys.length).toBeGreaterThan(3);
  expect(statements).toEqual([]);
});

it('migrating again, from several processes at once, changes nothing', async () => {
  const url = await workerDatabaseUrl();
  await Promise.all([Database.migrate(url), Database.migrate(url), Database.migrate(url)]);
  expect(await database.orm.migrator.getPending()).toEqual([]);
});

it('every key and unique index starts with the tenant, so that tables can be distributed by it', async () => {
  const indexes: { table: string; index: string; first: string }[] = await database.orm.em.fork().execute(`
    select t.relname as table, i.relname as index, a.attname as first
    from pg_index x
    join pg_class i on i.oid = x.indexrelid
    join pg_class t on t.oid = x.indrelid
    join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
    where x.indisunique and t.relname not like 'mikro_orm%'
    order by 1, 2`);
  // The registry of tenants itself, API keys with their requests, the vendor's own mappings, webhooks and applications; and the hashes of secrets that are
  // all a request comes with: they say which tenant is meant.
  const ofNoTenant = [
    'enterprises',
    'api_keys',
    'idempotent_requests',
    'attribute_mappings',
    'account_event_heads',
    'webhook_endpoints',
    'webhook_deliveries',
    'webhook_heads',
    'signing_keys',
    'secrets_keys',
    'vendor_applications',
    'provider_payloads',
  ];
  const secrets = ['domains_verified_once', 'setup_links_hash', 'setup_sessions_hash', 'personal_access_tokens_hash'];
  const ofTenants = indexes.filter(({ table, index }) => !ofNoTenant.includes(table) && !secrets.includes(index));
  expect(ofTenants.length).toBeGreaterThan(8);
  expect(ofTenants.filter(({ first }) => first !== 'enterprise_id')).toEqual([]);
});
