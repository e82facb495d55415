import type { DirectoryGroupId, DirectoryUserId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyColumns, keyValues } from './connection-key.js';
import { type DirectoryGroup, groupColumns, type GroupRow, toDirectoryGroup } from './directory-group.js';
import {
  type DirectoryUser,
  inGroups,
  toDirectoryUser,
  userColumns,
  type UserRow,
  withGroups,
} from './directory-user.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** Who is directly in a group. */
export interface GroupMember {
  /** Of a directory user or of another group. */
  readonly id: string;
  readonly type: 'User' | 'Group';
  /** The member's name as the identity provider wrote it. */
  readonly display: string | null;
}

const userPage = statement<UserRow>(
  'admin.users',
  `select ${userColumns('u')} from directory_users u
   where u.enterprise_id = $1 and u.connection_id = $2 and u.id > $3 order by u.id limit $4`,
);

const userPageInGroups = statement<UserRow>(
  'admin.users-in-groups',
  `select ${userColumns('u')}, ${inGroups('u')} from directory_users u
   where u.enterprise_id = $1 and u.connection_id = $2 and u.id > $3 order by u.id limit $4`,
);

const userById = statement<UserRow>(
  'admin.user',
  `select ${userColumns('u')} from directory_users u where u.enterprise_id = $1 and u.connection_id = $2 and u.id = $3`,
);

const groupPage = statement<GroupRow>(
  'admin.groups',
  `select ${groupColumns('g')} from directory_groups g
   where g.enterprise_id = $1 and g.connection_id = $2 and g.id > $3 order by g.id limit $4`,
);

const groupById = statement<GroupRow>(
  'admin.group',
  `select ${groupColumns('g')} from directory_groups g where g.enterprise_id = $1 and g.connection_id = $2 and g.id = $3`,
);

/** Pages of what directories hold, for administrators: those who are deleted or retired too, in constant time. */
export class DirectoryPagesRepository {
  constructor(private readonly db: Executor) {}

  async users(connection: ConnectionKey, { limit, after = FIRST_ID }: Keyset): Promise<DirectoryUser[]> {
    return (await this.db.run(userPage, [...keyValues(connection), after, limit])).map(toDirectoryUser);
  }

  /**
   * The same page, with the groups that each is in.
   * @throws TooManyGroups
   */
  async usersInGroups(
    connection: ConnectionKey,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<readonly DirectoryUser[]> {
    const rows = await this.db.run(userPageInGroups, [...keyValues(connection), after, limit]);
    return withGroups(this.db, connection, rows.map(toDirectoryUser));
  }

  async user(connection: ConnectionKey, id: DirectoryUserId): Promise<DirectoryUser | undefined> {
    const [row] = await this.db.run(userById, [...keyValues(connection), id]);
    return row && toDirectoryUser(row);
  }

  async groups(connection: ConnectionKey, { limit, after = FIRST_ID }: Keyset): Promise<DirectoryGroup[]> {
    return (await this.db.run(groupPage, [...keyValues(connection), after, limit])).map(toDirectoryGroup);
  }

  async group(connection: ConnectionKey, id: DirectoryGroupId): Promise<DirectoryGroup | undefined> {
    const [row] = await this.db.run(groupById, [...keyValues(connection), id]);
    return row && toDirectoryGroup(row);
  }

  members(
    connection: ConnectionKey,
    id: DirectoryGroupId,
    { limit, after = FIRST_ID }: Keyset,
  ): Promise<GroupMember[]> {
    return this.db.kysely
      .selectFrom('directory_memberships')
      .select(['member_id as id', 'member_type as type', 'display'])
      .where(({ and }) => and({ ...keyColumns(connection), group_id: id }))
      .where('member_id', '>', after)
      .orderBy('member_id')
      .limit(limit)
      .execute();
  }
}
