import type { ClientBase } from 'pg';

interface Taught {
  readonly table: string;
  /** What its indexes begin with. */
  readonly tenant: readonly string[];
  /** What stands behind that in them. */
  readonly keys: readonly string[];
}

const CONNECTION = ['enterprise_id', 'connection_id'];
const ENTERPRISE = ['enterprise_id'];

/** The tables whose indexes begin with the tenant; whichever refers to another is before it. */
const TAUGHT: readonly Taught[] = [
  { table: 'account_events', tenant: ENTERPRISE, keys: ['id', 'account_id'] },
  { table: 'receipt_memberships', tenant: ENTERPRISE, keys: ['receipt_id', 'account_id'] },
  { table: 'receipts', tenant: ENTERPRISE, keys: ['id', 'account_id'] },
  { table: 'personal_access_tokens', tenant: ENTERPRISE, keys: ['id', 'account_id'] },
  { table: 'account_sessions', tenant: ENTERPRISE, keys: ['id', 'account_id'] },
  { table: 'organization_memberships', tenant: ENTERPRISE, keys: ['account_id'] },
  { table: 'accounts', tenant: CONNECTION, keys: ['login_key', 'directory_user_id'] },
  { table: 'directory_memberships', tenant: CONNECTION, keys: ['group_id', 'member_id'] },
  { table: 'directory_groups', tenant: CONNECTION, keys: ['id', 'display_name_key', 'external_id'] },
  { table: 'directory_users', tenant: CONNECTION, keys: ['id', 'user_name_key', 'external_id'] },
];
/** What the examples of the others refer to; they go in this order. */
const REFERRED_TO = ['organizations', 'enterprises'];
/** Nobody's: ids of version 7 from the beginning of 1970. */
const TENANTS = `(values ('00000000-0000-7000-8000-000000000001'), ('00000000-0000-7000-8000-000000000002')) t (key)`;
const PEOPLE = `${TENANTS}, generate_series(1, 200) n`;
const ALL_OF_THEM = 'select key::uuid from';

/** Whether a table of ours lacks what it was taught: it is new, or comes from a dump, which holds no statistics. */
const IS_UNTAUGHT = `
  select exists (
    select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.oid = any ($1::regclass[]) and pg_has_role(c.relowner, 'usage') and not exists (
      select from pg_stats s
      where s.schemaname = n.nspname and s.tablename = c.relname and s.attname = 'enterprise_id'
    )
  ) as "isUntaught",
  to_regproc('pg_restore_attribute_stats') is not null and has_database_privilege(current_database(), 'temporary')
    as "takesStatistics"`;

const THEIRS = `where enterprise_id in (${ALL_OF_THEM} ${TENANTS})`;

const EXAMPLES = [
  `insert into enterprises (id, key, name) select key::uuid, key, key from ${TENANTS}`,
  `insert into directory_users (enterprise_id, connection_id, id, user_name, user_name_key, external_id, active, attributes, search, terms)
   select key::uuid, key::uuid, gen_random_uuid(), 'u' || n, 'u' || n, 'e' || n, true, '{}', '{}',
     array_to_tsvector(array[key || n, key || n % 20])
   from ${PEOPLE}`,
  `insert into directory_groups (enterprise_id, connection_id, id, display_name, display_name_key, external_id, attributes, search, terms)
   select key::uuid, key::uuid, gen_random_uuid(), 'g' || n, 'g' || n, 'e' || n, '{}', '{}', array_to_tsvector(array[key || n])
   from ${PEOPLE}`,
  `insert into directory_memberships (enterprise_id, connection_id, group_id, member_id, member_type)
   select g.enterprise_id, g.connection_id, g.id, u.id, 'User'
   from directory_groups g join directory_users u on u.enterprise_id = g.enterprise_id and u.connection_id = g.connection_id
   where g.enterprise_id in (${ALL_OF_THEM} ${TENANTS}) and (substr(g.display_name, 2)::int * 7 + substr(u.user_name, 2)::int) % 200 < 5`,
  `insert into accounts (enterprise_id, id, login, login_key, connection_id, directory_user_id)
   select enterprise_id, id, user_name, user_name, connection_id, id
   from directory_users ${THEIRS}`,
  `insert into organizations (enterprise_id, id, key, name) select key::uuid, key::uuid, key, key from ${TENANTS}`,
  `insert into organization_memberships (enterprise_id, organization_id, account_id)
   select enterprise_id, enterprise_id, id from accounts ${THEIRS}`,
  `insert into account_sessions (enterprise_id, account_id, id, expires_at)
   select enterprise_id, id, gen_random_uuid(), now() from accounts ${THEIRS}`,
  `insert into personal_access_tokens (enterprise_id, account_id, id, name, prefix, hash, expires_at)
   select enterprise_id, id, gen_random_uuid(), '', '', sha256((enterprise_id || ' ' || id)::bytea), now() from accounts ${THEIRS}`,
  `insert into receipts (enterprise_id, account_id, id, purge_after)
   select enterprise_id, id, gen_random_uuid(), now() from accounts ${THEIRS}`,
  `insert into receipt_memberships (enterprise_id, receipt_id, organization_id, account_id, source, created_at)
   select enterprise_id, id, enterprise_id, account_id, 'local', now() from receipts ${THEIRS}`,
  `insert into account_events (enterprise_id, id, account_id, type, actor, change)
   select enterprise_id, gen_random_uuid(), id, '', '{}', '{}' from accounts ${THEIRS}`,
];

/**
 * What is known of the examples becomes known of the tables they are named after, unless something is known of those. Not how
 * large they are: of an empty table of known size every plan is to read it all, and is kept while it fills; one of unknown size
 * is expected to hold some pages.
 */
const HAND_OVER = [
  `select pg_restore_attribute_stats(
     'schemaname', current_schema()::text, 'relname', s.tablename::text, 'attname', s.attname::text, 'inherited', false,
     'null_frac', s.null_frac, 'avg_width', s.avg_width, 'n_distinct', s.n_distinct, 'correlation', s.correlation,
     'most_common_vals', s.most_common_vals::text, 'most_common_freqs', s.most_common_freqs,
     'histogram_bounds', s.histogram_bounds::text, 'most_common_elems', s.most_common_elems::text,
     'most_common_elem_freqs', s.most_common_elem_freqs, 'elem_count_histogram', s.elem_count_histogram)
   from pg_stats s
   where s.schemaname::regnamespace = pg_my_temp_schema() and not exists (
     select from pg_stats known
     where known.schemaname = current_schema() and known.tablename = s.tablename and known.attname = s.attname
   )`,
];

/**
 * Every index begins with the tenant. Of a tenant that PostgreSQL has not yet counted it expects a single row, and takes any
 * of these indexes for the right one: a look-up by primary key would read the whole directory. So it is taught what holds
 * for all tenants, and told to keep to that: a tenant is a quarter of a table, and each key in it stands for few rows.
 *
 * It is no migration, for a dump that is restored knows that it has been migrated, but not what was taught. Whoever owns the
 * tables may do it; nobody has to wait for it, and nobody sees the examples.
 */
export async function teachPlanner(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ isUntaught: boolean; takesStatistics: boolean }>(IS_UNTAUGHT, [
    TAUGHT.map(({ table }) => table),
  ]);
  if (!rows[0]?.isUntaught) return;
  const statements = rows[0].takesStatistics ? teachByExamplesApart() : teachByExamplesWithin();
  // Sent as one text, they are one transaction.
  await client.query(statements.join(';\n'));
}

/** From PostgreSQL 18 on, whatever the tables hold: the examples are in temporary tables, which go before all others by name. */
function teachByExamplesApart(): readonly string[] {
  return [
    ...TAUGHT.map(({ table, tenant, keys }) => keep(table, [...tenant, ...keys], 0)),
    ...[...REFERRED_TO, ...TAUGHT.map(({ table }) => table)].map(
      table => `create temporary table ${table} (like ${table} including defaults) on commit drop`,
    ),
    ...EXAMPLES,
    ...TAUGHT.flatMap(({ table, tenant }) => [keep(table, tenant, 1), `analyze ${table}`]),
    ...HAND_OVER,
  ];
}

/** Before, statistics come from what a table holds alone, and if it holds much, that outweighs the examples. */
function teachByExamplesWithin(): readonly string[] {
  return [
    // With more values of the tenant the commonest would be remembered, and all others be expected to have nothing.
    ...TAUGHT.flatMap(({ table, tenant, keys }) => [keep(table, tenant, 1), keep(table, keys, -1)]),
    ...EXAMPLES,
    ...TAUGHT.flatMap(({ table, tenant, keys }) => [`analyze ${table}`, keep(table, [...tenant, ...keys], 0)]),
    ...[...TAUGHT.map(({ table }) => table), 'organizations'].map(table => `delete from ${table} ${THEIRS}`),
    `delete from enterprises where id in (${ALL_OF_THEM} ${TENANTS})`,
  ];
}

/** How many of a column's values are remembered, -1 for as many as usual; with 0, what is known already stays as it is. */
function keep(table: string, columns: readonly string[], values: -1 | 0 | 1): string {
  return `alter table ${table} ${columns.map(column => `alter column ${column} set statistics ${values}`).join(', ')}`;
}
