import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import { directoryPasses, notSeen, staleIds } from './drift-of-requests.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** How the directory and the accounts can have drifted apart. */
export const driftKinds = [
  'access_despite_directory',
  'account_without_directory_user',
  'group_without_members',
  'group_without_mapping',
  'membership_of_nobody',
  'not_seen',
  'stale_ids',
] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One thing that has drifted. */
export interface DriftRow {
  /** Of the directory user, the account or the group: what the list is in the order of. */
  readonly id: string;
  /** The userName, the login or the displayName; null when nobody knows whose the id was. */
  readonly name: string | null;
  /** The account, or the member, where another is concerned. */
  readonly other_id: string | null;
  /** Of a stale id: how it was asked for. */
  readonly asked: StaleAsked | null;
}

/** How an id was asked for that is not there. */
export interface StaleAsked {
  readonly resourceType: 'User' | 'Group';
  readonly requests: number;
  /** ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/** How much there is of each kind. */
export type DriftCounts = Readonly<Record<DriftKind, number>>;

/** Connection `$1`, `$2`. Each gives `id`, `name` and `other_id`, and `asked` where there is something to say. */
const drifted = (since: string): Readonly<Record<DriftKind, string>> => ({
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
  not_seen: notSeen(since),
  stale_ids: staleIds,
});

/** Where the moment stands among the values of a page. */
const ofPage = drifted('$5');
const ofCount = drifted('$3');

const pages = Object.fromEntries(
  driftKinds.map(kind => [
    kind,
    statement<DriftRow>(
      `drift.page-${kind}`,
      `select id, name, other_id, ${kind === 'stale_ids' ? 'asked' : 'null::jsonb as asked'}
       from (${ofPage[kind]}) as drifted where id > $3 order by id limit $4`,
    ),
  ]),
) as Readonly<Record<DriftKind, ReturnType<typeof statement<DriftRow>>>>;

const count = statement<DriftCounts>(
  'drift.count',
  `select ${driftKinds.map(kind => `(select count(*) from (${ofCount[kind]}) as drifted)::int as ${kind}`).join(', ')}`,
);

/** How an identity provider goes through the people of a directory. */
export interface DirectoryPasses {
  /** ISO 8601: when it last began to list all of them. */
  readonly listedAt: string | null;
  /** Oldest first. */
  readonly lookUpHours: readonly { readonly hour: string; readonly firstAt: string; readonly people: number }[];
  /** How many there are. */
  readonly people: number;
}

const passes = statement<DirectoryPasses>('drift.passes', directoryPasses);

/** How the directory of a connection and the accounts of its enterprise have drifted apart. */
export class DriftRepository {
  constructor(private readonly db: Executor) {}

  /** How much there is of each kind. Without a moment since when they are to be seen, nobody is not seen. */
  async count(connection: ConnectionKey, since: string | null): Promise<DriftCounts> {
    const [counted] = await this.db.run(count, [...keyValues(connection), since]);
    if (!counted) throw new Error('Nothing was counted.');
    return counted;
  }

  page(
    connection: ConnectionKey,
    { kind, since }: { readonly kind: DriftKind; readonly since: string | null },
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<readonly DriftRow[]> {
    const values = [...keyValues(connection), after, limit];
    return this.db.run(pages[kind], kind === 'not_seen' ? [...values, since] : values);
  }

  /** How the identity provider went through all people lately. */
  async passes(connection: ConnectionKey): Promise<DirectoryPasses> {
    const [read] = await this.db.run(passes, keyValues(connection));
    return read ?? { listedAt: null, lookUpHours: [], people: 0 };
  }
}
