import type { Client } from 'pg';

/** What is compared, row by row. Of accounts the version and the time of the last change are another, as after every change. */
const compared = {
  accounts: `select to_jsonb(t) - 'version' - 'last_modified' as content from accounts t where enterprise_id = $1`,
  memberships: 'select to_jsonb(t) as content from organization_memberships t where enterprise_id = $1',
  'personal access tokens': 'select to_jsonb(t) as content from personal_access_tokens t where enterprise_id = $1',
} as const;

/** A kind of rows and how many of them there are, or are not as they were. */
export interface CountedRows {
  readonly name: string;
  readonly rows: number;
}

/** Fills an enterprise straight into its tables: people with an account, two organizations and a token each; some administrate. */
export async function fillEnterprise(
  client: Client,
  { enterpriseId, connectionId, accounts }: { enterpriseId: string; connectionId: string; accounts: number },
): Promise<void> {
  await client.query(
    `insert into directory_users
       (enterprise_id, connection_id, id, user_name, user_name_key, active, attributes, search, terms)
     select $1, $2, uuidv7(), 'storm' || n || '@example.com', 'storm' || n || '@example.com', true, '{}', '{}', ''
     from generate_series(1, $3::int) n`,
    [enterpriseId, connectionId, accounts],
  );
  await client.query(
    `insert into accounts
       (enterprise_id, id, login, login_key, email, is_administrator, connection_id, directory_user_id)
     select enterprise_id, uuidv7(), user_name, user_name_key, user_name, row_number() over () % 100 = 0, connection_id, id
     from directory_users where enterprise_id = $1 and connection_id = $2 and user_name like 'storm%'`,
    [enterpriseId, connectionId],
  );
  await client.query(
    `insert into organizations (enterprise_id, id, key, name)
     select $1, uuidv7(), 'storm-' || n, 'Storm ' || n from generate_series(1, 2) n`,
    [enterpriseId],
  );
  await client.query(
    `insert into organization_memberships (enterprise_id, organization_id, account_id, source, created_at)
     select $1, o.id, a.id, case when o.key = 'storm-1' then 'local' else 'group' end, now() - interval '1 year'
     from organizations o, accounts a where o.enterprise_id = $1 and a.enterprise_id = $1 and o.key like 'storm-%'`,
    [enterpriseId],
  );
  await client.query(
    `insert into personal_access_tokens (enterprise_id, account_id, id, name, prefix, hash, expires_at)
     select $1, id, uuidv7(), 'Storm', 'ptn_pat_000000', sha256(id::text::bytea), now() + interval '1 year'
     from accounts where enterprise_id = $1`,
    [enterpriseId],
  );
  await client.query('analyze');
}

/** Keeps everything that is compared as it is now. */
export async function keepRows(client: Client, enterpriseId: string): Promise<readonly CountedRows[]> {
  const kept: CountedRows[] = [];
  for (const [index, [name, rows]] of Object.entries(compared).entries()) {
    await client.query(`create temporary table kept_${index} as ${rows.replace('$1', `'${enterpriseId}'`)}`);
    kept.push({ name, rows: await countRows(client, `select from kept_${index}`) });
  }
  return kept;
}

/** How many rows are missing or are not as they were kept, and how many there are that were not. */
export async function differingRows(client: Client, enterpriseId: string): Promise<readonly CountedRows[]> {
  const differing: CountedRows[] = [];
  for (const [index, [name, rows]] of Object.entries(compared).entries()) {
    const now = `(${rows.replace('$1', `'${enterpriseId}'`)})`;
    const lost = await countRows(client, `select content from kept_${index} except all ${now}`);
    const added = await countRows(client, `${now} except all select content from kept_${index}`);
    differing.push({ name, rows: lost + added });
  }
  return differing;
}

async function countRows(client: Client, select: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from (${select}) as counted`);
  return rows[0]?.count ?? 0;
}
