import { type Statement, statement } from '../executor.js';
import { type DirectoryGroup, groupColumns, type GroupRow, toDirectoryGroup } from './directory-group.js';
import { type DirectoryUser, inGroups, toDirectoryUser, userColumns, type UserRow } from './directory-user.js';

/** One kind of resource, as lists read it. */
export interface Listed<Row, Resource> {
  readonly kind: 'User' | 'Group';
  readonly table: 'directory_users' | 'directory_groups';
  readonly columns: string;
  /** The condition for what is listed at all. */
  readonly present: string;
  /** A page of everything: `$3` is the id behind which it is read, `$4` how many are passed over, `$5` how many wanted. */
  readonly page: Statement<Row>;
  toResource(row: Row): Resource;
}

const pageOf = <Row>(kind: string, table: string, columns: string, present: string) =>
  statement<Row>(
    `lists.page-${kind}`,
    `select ${columns} from ${table}
     where ${table}.enterprise_id = $1 and ${table}.connection_id = $2 and ${present} and ${table}.id > $3
     order by ${table}.id offset $4 limit $5`,
  );

const USERS = userColumns('directory_users');
const USERS_IN_GROUPS = `${USERS}, ${inGroups('directory_users')}`;
const GROUPS = groupColumns('directory_groups');
const PRESENT_USER = "directory_users.state = 'present'";

/** Users alone. */
export const users: Listed<UserRow, DirectoryUser> = {
  kind: 'User',
  table: 'directory_users',
  columns: USERS,
  present: PRESENT_USER,
  page: pageOf('User', 'directory_users', USERS, PRESENT_USER),
  toResource: toDirectoryUser,
};

/** Users, and whether they are in groups. */
export const usersInGroups: Listed<UserRow, DirectoryUser> = {
  ...users,
  columns: USERS_IN_GROUPS,
  page: pageOf('UserInGroups', 'directory_users', USERS_IN_GROUPS, PRESENT_USER),
};

/** Groups without their members. */
export const groups: Listed<GroupRow, DirectoryGroup> = {
  kind: 'Group',
  table: 'directory_groups',
  columns: GROUPS,
  present: 'true',
  page: pageOf('Group', 'directory_groups', GROUPS, 'true'),
  toResource: toDirectoryGroup,
};
