import { Injectable } from '@nestjs/common';
import { type ConnectionKey, Database, type DirectoryGroupId, type DirectoryUserId } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import type { Caller } from '../http/caller.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireConnection } from '../http/require-connection.js';
import type { DirectoryGroup, DirectoryUser, GroupMember } from './directory.dto.js';
import { toDirectoryGroup, toDirectoryUser, toGroupMember } from './directory.mapper.js';

/** What identity providers told, for administrators to read. */
@Injectable()
export class DirectoryService {
  constructor(private readonly database: Database) {}

  async listUsers(caller: Caller, key: ConnectionKey, query: PageQuery): Promise<Page<DirectoryUser>> {
    const { directoryPages } = await this.pagesOf(key);
    return listPage(
      caller,
      query,
      keyset => directoryPages.users(key, keyset),
      user => toDirectoryUser(user, caller),
    );
  }

  async getUser(caller: Caller, key: ConnectionKey, id: DirectoryUserId): Promise<DirectoryUser> {
    const { directoryPages } = await this.pagesOf(key);
    const user = await directoryPages.user(key, id);
    if (!user) throw AdminProblem.notFound();
    return toDirectoryUser(user, caller);
  }

  async listGroups(caller: Caller, key: ConnectionKey, query: PageQuery): Promise<Page<DirectoryGroup>> {
    const { directoryPages } = await this.pagesOf(key);
    return listPage(caller, query, keyset => directoryPages.groups(key, keyset), toDirectoryGroup);
  }

  async getGroup(key: ConnectionKey, id: DirectoryGroupId): Promise<DirectoryGroup> {
    const { directoryPages } = await this.pagesOf(key);
    const group = await directoryPages.group(key, id);
    if (!group) throw AdminProblem.notFound();
    return toDirectoryGroup(group);
  }

  async listMembers(
    caller: Caller,
    key: ConnectionKey,
    id: DirectoryGroupId,
    query: PageQuery,
  ): Promise<Page<GroupMember>> {
    const { directoryPages } = await this.pagesOf(key);
    if (!(await directoryPages.group(key, id))) throw AdminProblem.notFound();
    return listPage(
      caller,
      query,
      keyset => directoryPages.members(key, id, keyset),
      member => toGroupMember(member, caller),
    );
  }

  private async pagesOf(key: ConnectionKey) {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return repositories;
  }
}
