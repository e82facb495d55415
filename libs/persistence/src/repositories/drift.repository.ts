import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** How the directory and the accounts can have drifted apart. */
export const driftKinds = [
  'access_despite_directory',
  'account_without_directory_user',
  'group_without_members',
  'group_without_mapping',
  'membership_of_nobody',
] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One thing that has drifted. */
export interface DriftRow {
  /** Of the directory user, the account or the group: what the list is in the order of. */
  readonly id: string;
  /** The userName, the login or the displayName. */
  readonly name: string;
  /** The account, or the member, where another is concerned. */
  readonly other_id: string | null;
}

/** Connection `$1`, `$2`. Each gives `id`, `name` and `other_id`. */
const drifted: Readonly<Record<DriftKind, string>> = {
  access_despite_directory: `
    select u.id, u.user_name as name, a.id as other_id
    from accounts a
    join directory_users u on u.enterprise_id = $1 and u.connection_id = $2 and u.id = a.directory_user_id
    where a.enterprise_id = $1 and a.connection_id = $2 and a.state = 'active' and (not u.active or u.state <> 'present')`,
  account_without_directory_user: `
    select a.id, a.login as name, a.directory_user_id as other_id
    from accounts a
    where a.enterprise_id = $1 and a.state = 'active' and (a.directory_user_id is null or a.connection_id <> $2)`,
  group_without_members: `
    select g.id, g.display_name as name, null::uuid as other_id
    from directory_groups g
    where g.enterprise_id = $1 and g.connection_id = $2 and not exists (
      select from directory_memberships m
      where m.enterprise_id = $1 and m.connection_id = $2 and m.group_id = g.id
    )`,
  group_without_mapping: `
    select g.id, g.display_name as name, null::uuid as other_id
    from directory_groups g
    where g.enterprise_id = $1 and g.connection_id = $2 and not exists (
      select from group_mappings m
      where m.enterprise_id = $1 and m.connection_id = $2 and m.group_id = g.id
    )`,
  membership_of_nobody: `
    select g.id, g.display_name as name, min(u.id::text)::uuid as other_id
    from directory_memberships m
    join directory_groups g on g.enterprise_id = $1 and g.connection_id = $2 and g.id = m.group_id
    join directory_users u on u.enterprise_id = $1 and u.connection_id = $2 and u.id = m.member_id
    where m.enterprise_id = $1 and m.connection_id = $2 and m.member_type = 'User'
      and (u.state <> 'present' or not u.active)
    group by g.id, g.display_name`,
};

const pages = Object.fromEntries(
  driftKinds.map(kind => [
    kind,
    statement<DriftRow>(
      `drift.page-${kind}`,
      `select * from (${drifted[kind]}) as drifted where id > $3 order by id limit $4`,
    ),
  ]),
) as Readonly<Record<DriftKind, ReturnType<typeof statement<DriftRow>>>>;

const count = statement<Readonly<Record<DriftKind, number>>>(
  'drift.count',
  `select ${driftKinds.map(kind => `(select count(*) from (${drifted[kind]}) as drifted)::int as ${kind}`).join(', ')}`,
);

/** How the directory of a connection and the accounts of its enterprise have drifted apart. */
export class DriftRepository {
  constructor(private readonly db: Executor) {}

  /** How much there is of each kind. */
  async count(connection: ConnectionKey): Promise<Readonly<Record<DriftKind, number>>> {
    const [counted] = await this.db.run(count, keyValues(connection));
    if (!counted) throw new Error('Nothing was counted.');
    return counted;
  }

  page(connection: ConnectionKey, kind: DriftKind, { limit, after = FIRST_ID }: Keyset): Promise<readonly DriftRow[]> {
    return this.db.run(pages[kind], [...keyValues(connection), after, limit]);
  }
}
