import { type ResolvedFilter, userResourceType } from '#libs/scim-protocol';
import { sql } from 'kysely';
import type { DirectoryUserId } from '../entities/ids.js';
import { type Executor, type Statement, statement } from '../executor.js';
import { userFilterToSql } from '../user-filter/user-filter-to-sql.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import { type DirectoryGroup, groupColumns, type GroupRow, toDirectoryGroup } from './directory-group.js';
import { DirectorySegmentsRepository } from './directory-segments.repository.js';
import {
  type DirectoryUser,
  groupsOfMembers,
  toDirectoryUser,
  userColumns,
  type UserGroup,
  type UserRow,
} from './directory-user.js';
import { findUserByName } from './directory-users.statements.js';

/** Which part of a list is asked for, by the words of RFC 7644 §3.4.2. */
export interface DirectoryListQuery {
  readonly filter?: ResolvedFilter | undefined;
  /** 1-based. */
  readonly startIndex: number;
  readonly count: number;
}

/** A part of a list, and how many there are in all. */
export interface DirectoryPage<Resource> {
  readonly resources: readonly Resource[];
  readonly totalResults: number;
  /** Whether the directory has grown enough for `DirectorySegmentsRepository.close`. */
  readonly worthClosing: boolean;
}

/** One kind of resource, as lists read it. */
interface Listed<ListedRow, Resource> {
  readonly kind: 'User' | 'Group';
  readonly table: string;
  readonly columns: string;
  readonly present: string;
  readonly page: Statement<ListedRow>;
  toResource(row: ListedRow): Resource;
}

const pageOf = <ListedRow>(kind: string, table: string, columns: string, present: string) =>
  statement<ListedRow>(
    `lists.page-${kind}`,
    `select ${columns} from ${table}
     where ${table}.enterprise_id = $1 and ${table}.connection_id = $2 and ${present} and ${table}.id > $3
     order by ${table}.id offset $4 limit $5`,
  );

const USERS = userColumns('directory_users');
const GROUPS = groupColumns('directory_groups');
const PRESENT_USER = "directory_users.state = 'present'";

const users: Listed<UserRow, DirectoryUser> = {
  kind: 'User',
  table: 'directory_users',
  columns: USERS,
  present: PRESENT_USER,
  page: pageOf('User', 'directory_users', USERS, PRESENT_USER),
  toResource: toDirectoryUser,
};

const groups: Listed<GroupRow, DirectoryGroup> = {
  kind: 'Group',
  table: 'directory_groups',
  columns: GROUPS,
  present: 'true',
  page: pageOf('Group', 'directory_groups', GROUPS, 'true'),
  toResource: toDirectoryGroup,
};

const groupsOfUsers = statement<UserGroup & { readonly userId: DirectoryUserId }>(
  'lists.groups-of-users',
  `select g.user_id as "userId", g.id, g.display_name as "displayName", g.type
   from (${groupsOfMembers(
     table => `${table}.enterprise_id = $1 and ${table}.connection_id = $2`,
     'm.member_id = any($3::uuid[])',
   )}) g
   order by g.user_id, g.id`,
);

/** Lists of a connection's present users and groups, in the order they were made unless another is asked for. */
export class DirectoryListsRepository {
  constructor(private readonly db: Executor) {}

  /** A page of users, with the groups they are in unless nobody asks for them. */
  async users(
    connection: ConnectionKey,
    { withGroups = true, ...query }: DirectoryListQuery & { readonly withGroups?: boolean },
  ): Promise<DirectoryPage<DirectoryUser>> {
    const name = query.filter && userNameIn(query.filter);
    if (name !== undefined) return this.byName(connection, name, query);
    const page = await this.list(users, connection, query);
    return withGroups ? { ...page, resources: await this.withGroups(connection, page.resources) } : page;
  }

  /** A page of groups without their members. */
  groups(connection: ConnectionKey, query: DirectoryListQuery): Promise<DirectoryPage<DirectoryGroup>> {
    return this.list(groups, connection, query);
  }

  private async byName(
    connection: ConnectionKey,
    userNameKey: string,
    { startIndex, count }: DirectoryListQuery,
  ): Promise<DirectoryPage<DirectoryUser>> {
    const rows = await this.db.run(findUserByName, [...keyValues(connection), userNameKey]);
    const found = rows.slice(startIndex - 1, startIndex - 1 + count);
    return { resources: found.map(toDirectoryUser), totalResults: rows.length, worthClosing: false };
  }

  private async withGroups(
    connection: ConnectionKey,
    listed: readonly DirectoryUser[],
  ): Promise<readonly DirectoryUser[]> {
    if (listed.length === 0) return listed;
    const rows = await this.db.run(groupsOfUsers, [...keyValues(connection), listed.map(({ id }) => id)]);
    if (rows.length === 0) return listed;
    const groupsById = Map.groupBy(rows, ({ userId }) => userId);
    return listed.map(user => ({ ...user, groups: groupsById.get(user.id) ?? [] }));
  }

  private async list<ListedRow, Resource>(
    listed: Listed<ListedRow, Resource>,
    connection: ConnectionKey,
    query: DirectoryListQuery,
  ): Promise<DirectoryPage<Resource>> {
    const { filter } = query;
    return filter
      ? this.filtered(listed, connection, { ...query, filter })
      : this.everything(listed, connection, query);
  }

  private async everything<ListedRow, Resource>(
    { kind, page, toResource }: Listed<ListedRow, Resource>,
    connection: ConnectionKey,
    { startIndex, count }: DirectoryListQuery,
  ): Promise<DirectoryPage<Resource>> {
    const place = await new DirectorySegmentsRepository(this.db).locate(connection, kind, startIndex);
    const { totalResults } = place;
    const rows =
      count === 0 || startIndex > totalResults
        ? []
        : await this.db.run(page, [...keyValues(connection), place.afterId, place.skip, count]);
    return {
      resources: rows.map(toResource),
      totalResults,
      worthClosing: place.worthClosing,
    };
  }

  private async filtered<ListedRow, Resource>(
    { table, columns, present, toResource }: Listed<ListedRow, Resource>,
    { enterpriseId, connectionId }: ConnectionKey,
    { filter, startIndex, count }: DirectoryListQuery & { readonly filter: ResolvedFilter },
  ): Promise<DirectoryPage<Resource>> {
    const matching = sql`
      from ${sql.ref(table)}
      where ${sql.ref(`${table}.enterprise_id`)} = ${enterpriseId} and ${sql.ref(`${table}.connection_id`)} = ${connectionId}
        and ${sql.raw(present)} and (${userFilterToSql(filter)})`;
    const { rows } =
      count === 0
        ? { rows: [] }
        : await sql<ListedRow>`
            select ${sql.raw(columns)} ${matching} order by ${sql.ref(`${table}.id`)}
            offset ${startIndex - 1} limit ${count}`.execute(this.db.kysely);
    const isLastPage = rows.length < count && (rows.length > 0 || startIndex === 1);
    return {
      resources: rows.map(toResource),
      totalResults: isLastPage ? startIndex - 1 + rows.length : await this.count(matching),
      worthClosing: false,
    };
  }

  private async count(matching: ReturnType<typeof sql>): Promise<number> {
    const { rows } = await sql<{ count: string }>`select count(*) ${matching}`.execute(this.db.kysely);
    return Number(rows[0]?.count);
  }
}

/** The prepared userName of a filter that is `userName eq "…"` and nothing else. */
function userNameIn(filter: ResolvedFilter): string | undefined {
  if (filter.kind !== 'comparison' || filter.operator !== 'eq') return undefined;
  const { attribute, extension } = filter.target;
  const isUserName =
    !extension && attribute.name === 'userName' && filter.target.schema.id === userResourceType.schema.id;
  return isUserName ? String(filter.value) : undefined;
}
