import { groupResourceType, type ResolvedFilter } from '#libs/scim-protocol';
import { sql } from 'kysely';
import type { DirectoryGroupId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import { memberFilterToSql } from '../resource-filter/filter-to-sql.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

/** A member of a group as it is stored. */
export interface DirectoryMember {
  /** The id of a directory user or a directory group. */
  readonly id: string;
  readonly type: 'User' | 'Group';
  /** The member's name as the identity provider wrote it. */
  readonly display: string | null;
}

/** A member to be added; what it is, is looked up. */
export type NewMember = Pick<DirectoryMember, 'id' | 'display'>;

/** What became of members of a group. */
export interface MembersChanged {
  /** How many are new, have a new display, or are gone. */
  readonly changed: number;
  /** Whether any of those that came or went is a group. */
  readonly hasGroups: boolean;
}

/** What an addition came to. */
export interface Addition extends MembersChanged {
  /** The ids that neither a present user nor another group of the connection has. */
  readonly unknown: readonly string[];
}

/** Those that a filter selected. */
export interface RemovedMembers extends MembersChanged {
  readonly ids: readonly string[];
}

const GROUP = 'm.enterprise_id = $1 and m.connection_id = $2 and m.group_id = $3';
/** So few that those of several readers at once are garbage while they are young. */
const BATCH = 500;

/** How many rows of `gone` or `changed` there are, and whether one is a group. */
const counted = (rows: string): string =>
  `(select count(*) from ${rows}) as changed, exists (select from ${rows} where member_type = 'Group') as "hasGroups"`;

interface CountedRow {
  readonly changed: string;
  readonly hasGroups: boolean;
}

/**
 * Members are held against a concurrent DELETE, in the order of their ids. A group is never its own member.
 */
const addMembers = statement<CountedRow & { unknown: string[] }>(
  'memberships.add',
  `with given as materialized (
     select * from unnest($4::uuid[], $5::text[]) as given (id, display)
   ), users as materialized (
     select u.id from directory_users u
     where u.enterprise_id = $1 and u.connection_id = $2 and u.id = any($4::uuid[]) and u.state = 'present'
     order by u.id for share
   ), groups as materialized (
     select g.id from directory_groups g
     where g.enterprise_id = $1 and g.connection_id = $2 and g.id = any($4::uuid[]) and g.id <> $3
     order by g.id for share
   ), known as (
     select id, 'User' as type from users union all select id, 'Group' as type from groups
   ), changed as (
     insert into directory_memberships as m (enterprise_id, connection_id, group_id, member_id, member_type, display)
     select $1, $2, $3, known.id, known.type, given.display from given join known on known.id = given.id
     on conflict (enterprise_id, connection_id, group_id, member_id) do update set display = excluded.display
     where excluded.display is not null and m.display is distinct from excluded.display
     returning m.member_type
   )
   select ${counted('changed')},
     array(select given.id::text from given where given.id not in (select known.id from known)) as unknown`,
);

const removeMembers = statement<CountedRow>(
  'memberships.remove',
  `with gone as (
     delete from directory_memberships m where ${GROUP} and m.member_id = any($4::uuid[]) returning m.member_type
   )
   select ${counted('gone')}`,
);

const removeOthers = statement<CountedRow>(
  'memberships.remove-others',
  `with gone as (
     delete from directory_memberships m where ${GROUP} and m.member_id <> all($4::uuid[]) returning m.member_type
   )
   select ${counted('gone')}`,
);

const lockGroupsOf = statement<{ id: DirectoryGroupId }>(
  'memberships.lock-groups-of',
  `select g.id from directory_groups g
   where g.enterprise_id = $1 and g.connection_id = $2 and g.id in (
     select m.group_id from directory_memberships m
     where m.enterprise_id = $1 and m.connection_id = $2 and m.member_id = $3
   )
   order by g.id for update`,
);

const forgetMember = statement(
  'memberships.forget-member',
  `with gone as (
     delete from directory_memberships m
     where m.enterprise_id = $1 and m.connection_id = $2 and m.member_id = $3
     returning m.group_id
   )
   update directory_groups g set version = g.version + 1, last_modified = now()
   where g.enterprise_id = $1 and g.connection_id = $2 and g.id in (select group_id from gone)`,
);

const listMembers = statement<DirectoryMember>(
  'memberships.list',
  `select m.member_id as id, m.member_type as type, m.display
   from directory_memberships m
   where ${GROUP} and m.member_id > $4
   order by m.member_id limit ${BATCH}`,
);

/** Who is directly in which group, per connection. Every write costs what it changes, whatever the group's size. */
export class DirectoryMembershipsRepository {
  constructor(private readonly db: Executor) {}

  /** Adds members to a group that is locked. Who is in it already stays, with the display given. */
  async add(connection: ConnectionKey, groupId: DirectoryGroupId, members: readonly NewMember[]): Promise<Addition> {
    if (members.length === 0) return { changed: 0, hasGroups: false, unknown: [] };
    const [row] = await this.db.run(addMembers, [
      ...keyValues(connection),
      groupId,
      members.map(({ id }) => id),
      members.map(({ display }) => display),
    ]);
    return { ...countsOf(row), unknown: row?.unknown ?? [] };
  }

  /** Removes members from a group that is locked; who is not in it is passed over. */
  remove(connection: ConnectionKey, groupId: DirectoryGroupId, ids: readonly string[]): Promise<MembersChanged> {
    return this.changed(removeMembers, [...keyValues(connection), groupId, ids]);
  }

  /** Removes everybody but these from a group that is locked. */
  removeOthers(connection: ConnectionKey, groupId: DirectoryGroupId, ids: readonly string[]): Promise<MembersChanged> {
    return this.changed(removeOthers, [...keyValues(connection), groupId, ids]);
  }

  /** Removes the members that a filter on them selects from a group that is locked. */
  async removeWhere(
    connection: ConnectionKey,
    groupId: DirectoryGroupId,
    filter: ResolvedFilter,
    baseUrl: string,
  ): Promise<RemovedMembers> {
    const [enterpriseId, connectionId] = keyValues(connection);
    const scope = { table: 'directory_groups', resourceType: groupResourceType, connection, baseUrl } as const;
    const { rows } = await sql<Pick<DirectoryMember, 'id' | 'type'>>`
      delete from directory_memberships m
      where m.enterprise_id = ${enterpriseId} and m.connection_id = ${connectionId} and m.group_id = ${groupId}
        and (${memberFilterToSql(filter, scope)})
      returning m.member_id as id, m.member_type as type`.execute(this.db.kysely);
    return {
      ids: rows.map(({ id }) => id),
      changed: rows.length,
      hasGroups: rows.some(({ type }) => type === 'Group'),
    };
  }

  /** Locks the groups that a user or a group is in, before either is removed: the order in which memberships are written. */
  async lockGroupsOf(connection: ConnectionKey, memberId: string): Promise<void> {
    await this.db.run(lockGroupsOf, [...keyValues(connection), memberId]);
  }

  /** Takes a user or a group that is removed out of every group; each of those gets its next version. */
  async forgetMember(connection: ConnectionKey, memberId: string): Promise<void> {
    await this.db.run(forgetMember, [...keyValues(connection), memberId]);
  }

  /**
   * The members of a group, by their ids, in batches. Each is read when it is wanted, so that a reader who takes long holds
   * nothing of the database.
   */
  async *list(connection: ConnectionKey, groupId: DirectoryGroupId): AsyncIterable<readonly DirectoryMember[]> {
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const members = await this.db.run(listMembers, [...keyValues(connection), groupId, after]);
      if (members.length > 0) yield members;
      if (members.length < BATCH) return;
      after = members.at(-1)?.id ?? after;
    }
  }

  private async changed(given: typeof removeMembers, values: readonly unknown[]): Promise<MembersChanged> {
    const [row] = await this.db.run(given, values);
    return countsOf(row);
  }
}

function countsOf(row: CountedRow | undefined): MembersChanged {
  return { changed: Number(row?.changed), hasGroups: row?.hasGroups ?? false };
}
