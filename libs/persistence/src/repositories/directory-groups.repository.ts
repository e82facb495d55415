import { groupResourceType, type ScimAttributes } from '#libs/scim-protocol';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { DirectoryGroupId } from '../entities/ids.js';
import { type Executor, lookUp, statement } from '../executor.js';
import { CARRIES } from './carried-memberships.statements.js';
import { type ConnectionKey, keyValues } from './connection-key.js';
import {
  type DirectoryGroup,
  GROUP_VALUE_COLUMNS,
  groupColumns,
  type GroupRow,
  groupValues,
  toDirectoryGroup,
} from './directory-group.js';
import { countPresence } from './directory-segments.repository.js';

const GROUP = 'g.enterprise_id = $1 and g.connection_id = $2 and g.id = $3';

const findGroup = lookUp<GroupRow>('groups.find', `select ${groupColumns('g')} from directory_groups g where ${GROUP}`);

/** Mappings are made, and what `CARRIES` asks is changed, while nobody writes to the directory: it holds until the end. */
const lockGroup = statement<GroupRow & { readonly carries: boolean }>(
  'groups.lock',
  `select ${groupColumns('g')}, exists (
     select from group_mappings m where m.enterprise_id = $1 and m.connection_id = $2
   ) and ${CARRIES} as carries
   from directory_groups g where ${GROUP} for update`,
);

const insertGroup = statement<GroupRow>(
  'groups.insert',
  `with g as (
     insert into directory_groups (enterprise_id, connection_id, id, ${GROUP_VALUE_COLUMNS})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     returning *
   ), counted as (${countPresence('Group', '(select id from g)', 1)})
   select ${groupColumns('g')} from g`,
);

const updateGroup = statement<GroupRow>(
  'groups.update',
  `update directory_groups g
   set (${GROUP_VALUE_COLUMNS}) =
       ($4, $5, $6, $7, $8, case when g.terms = $9::tsvector then g.terms else $9::tsvector end),
     version = g.version + 1, last_modified = now()
   where ${GROUP}
   returning ${groupColumns('g')}`,
);

const touchGroup = statement<GroupRow>(
  'groups.touch',
  `update directory_groups g set version = g.version + 1, last_modified = now() where ${GROUP} returning ${groupColumns('g')}`,
);

const removeGroup = statement(
  'groups.remove',
  `with g as (delete from directory_groups g where ${GROUP} returning g.id),
     counted as (${countPresence('Group', '(select id from g)', -1)}),
     emptied as (
       delete from directory_memberships m where m.enterprise_id = $1 and m.connection_id = $2 and m.group_id = $3
     )
   select id from g`,
);

/** A group that nobody else changes. */
export interface LockedGroup {
  readonly group: DirectoryGroup;
  /** Whether who is in groups of this connection may be in organizations because of that. */
  readonly carries: boolean;
}

/** What identity providers told us of groups, per connection; who is in them, `DirectoryMembershipsRepository` knows. */
export class DirectoryGroupsRepository {
  constructor(private readonly db: Executor) {}

  /** The group with this id. */
  find(connection: ConnectionKey, id: DirectoryGroupId): Promise<DirectoryGroup | undefined> {
    return this.first(findGroup, [...keyValues(connection), id]);
  }

  /** The same, locked until the transaction ends: changes of one group and of its members come one after the other. */
  async lock(connection: ConnectionKey, id: DirectoryGroupId): Promise<LockedGroup | undefined> {
    const [row] = await this.db.run(lockGroup, [...keyValues(connection), id]);
    return row && { group: toDirectoryGroup(row), carries: row.carries };
  }

  /** Stores a new group, without members. Several may have the same name. */
  insert(connection: ConnectionKey, resource: ScimAttributes): Promise<DirectoryGroup> {
    return this.written(insertGroup, [...keyValues(connection), uuid(), ...values(connection, resource)]);
  }

  /** Stores a group's new resource as its next version. */
  update(connection: ConnectionKey, id: DirectoryGroupId, resource: ScimAttributes): Promise<DirectoryGroup> {
    return this.written(updateGroup, [...keyValues(connection), id, ...values(connection, resource)]);
  }

  /** Its next version, of which only the members are new. */
  touch(connection: ConnectionKey, id: DirectoryGroupId): Promise<DirectoryGroup> {
    return this.written(touchGroup, [...keyValues(connection), id]);
  }

  /** Removes the group and who is in it. Of which groups it is a member is another matter (`forgetMember`). */
  async remove(connection: ConnectionKey, id: DirectoryGroupId): Promise<void> {
    await this.db.run(removeGroup, [...keyValues(connection), id]);
  }

  private async first(given: typeof findGroup, bound: readonly unknown[]): Promise<DirectoryGroup | undefined> {
    const [row] = await this.db.run(given, bound);
    return row && toDirectoryGroup(row);
  }

  private async written(given: typeof findGroup, bound: readonly unknown[]): Promise<DirectoryGroup> {
    const group = await this.first(given, bound);
    if (!group) throw new Error('A directory group was to be written and is not there.');
    return group;
  }
}

function values(connection: ConnectionKey, resource: ScimAttributes): readonly unknown[] {
  return groupValues(connection, resource, groupResourceType);
}
