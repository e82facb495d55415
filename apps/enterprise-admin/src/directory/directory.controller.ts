import { Get, Param, Query } from '@nestjs/common';
import type { ConnectionId, DirectoryGroupId, DirectoryUserId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import {
  DirectoryGroup,
  DirectoryGroupPage,
  DirectoryUser,
  DirectoryUserPage,
  GroupMemberPage,
} from './directory.dto.js';
import { DirectoryService } from './directory.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/directory-…` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId', 'Directory')
export class DirectoryController {
  constructor(private readonly directory: DirectoryService) {}

  @Get('directory-users')
  @Operation({
    id: 'listDirectoryUsers',
    summary: 'List what the identity provider told of people',
    needs: 'directory:read',
    answer: DirectoryUserPage,
  })
  listUsers(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: PageQuery,
  ) {
    return this.directory.listUsers(caller, { enterpriseId, connectionId }, query);
  }

  @Get('directory-users/:directoryUserId')
  @Operation({
    id: 'getDirectoryUser',
    summary: 'Read a directory user',
    needs: 'directory:read',
    answer: DirectoryUser,
  })
  getUser(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('directoryUserId') id: DirectoryUserId,
  ) {
    return this.directory.getUser(caller, { enterpriseId, connectionId }, id);
  }

  @Get('directory-groups')
  @Operation({
    id: 'listDirectoryGroups',
    summary: 'List what the identity provider told of groups',
    needs: 'directory:read',
    answer: DirectoryGroupPage,
  })
  listGroups(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: PageQuery,
  ) {
    return this.directory.listGroups(caller, { enterpriseId, connectionId }, query);
  }

  @Get('directory-groups/:directoryGroupId')
  @Operation({
    id: 'getDirectoryGroup',
    summary: 'Read a directory group',
    needs: 'directory:read',
    answer: DirectoryGroup,
  })
  getGroup(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('directoryGroupId') id: DirectoryGroupId,
  ) {
    return this.directory.getGroup({ enterpriseId, connectionId }, id);
  }

  @Get('directory-groups/:directoryGroupId/members')
  @Operation({
    id: 'listGroupMembers',
    summary: 'List who is directly in a group',
    needs: 'directory:read',
    answer: GroupMemberPage,
  })
  listMembers(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('directoryGroupId') id: DirectoryGroupId,
    @Query() query: PageQuery,
  ) {
    return this.directory.listMembers(caller, { enterpriseId, connectionId }, id, query);
  }
}
