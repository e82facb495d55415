import { type Executor, statement } from '../executor.js';
import { type ConnectionKey, keyValues } from './connection-key.js';

const removeUsers = statement<{ readonly removed: string }>(
  'left-directories.remove-users',
  `with chosen as materialized (
     select u.id from directory_users u
     where u.enterprise_id = $1 and u.connection_id = $2 and u.state = 'present' limit $3
     for no key update
   ), memberships as (
     delete from directory_memberships m using chosen
     where m.enterprise_id = $1 and m.connection_id = $2 and m.member_id = chosen.id
   ), removed as (
     update directory_users u
     set state = 'deleted', active = false, version = u.version + 1, last_modified = now()
     from chosen where u.enterprise_id = $1 and u.connection_id = $2 and u.id = chosen.id
     returning 1
   )
   select count(*) as removed from removed`,
);

const removeGroups = statement(
  'left-directories.remove-groups',
  `with memberships as (
     delete from directory_memberships m where m.enterprise_id = $1 and m.connection_id = $2
   ), mappings as (
     delete from group_mappings g where g.enterprise_id = $1 and g.connection_id = $2
   ), segments as (
     delete from directory_segments s where s.enterprise_id = $1 and s.connection_id = $2
   )
   delete from directory_groups g where g.enterprise_id = $1 and g.connection_id = $2`,
);

/** What is done to the directory of a connection that is provisioned no more. */
export class LeftDirectoriesRepository {
  constructor(private readonly db: Executor) {}

  /** As a DELETE of so many of its users. @returns how many there were */
  async removeUsers(connection: ConnectionKey, limit: number): Promise<number> {
    const [row] = await this.db.run(removeUsers, [...keyValues(connection), limit]);
    return Number(row?.removed);
  }

  /** Nobody is in its groups any more. */
  async removeGroups(connection: ConnectionKey): Promise<void> {
    await this.db.run(removeGroups, [...keyValues(connection)]);
  }
}
