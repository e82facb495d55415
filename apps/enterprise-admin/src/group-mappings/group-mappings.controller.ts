import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, GroupMappingId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { CreateGroupMapping, GroupMappingPage, GroupMappingPreview, NewGroupMapping } from './group-mapping.dto.js';
import { GroupMappingsService } from './group-mappings.service.js';
import { AllGroupsMapped, MapAllGroups, MapAllPreview } from './map-all.dto.js';
import { MapAllService } from './map-all.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/group-mappings` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/group-mappings', 'Group mappings')
export class GroupMappingsController {
  constructor(
    private readonly groupMappings: GroupMappingsService,
    private readonly all: MapAllService,
  ) {}

  @Get()
  @Operation({
    id: 'listGroupMappings',
    summary: 'List which directory groups are mapped to which organizations',
    needs: 'directory:read',
    answer: GroupMappingPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: PageQuery,
  ) {
    return this.groupMappings.list(caller, { enterpriseId, connectionId }, query);
  }

  @Post()
  @Operation({
    id: 'createGroupMapping',
    summary: 'Map a directory group to an organization',
    description:
      'Whoever is in the group, directly or by a group in it, is a member of the organization from now on, and stops being one with the last group that says so. A group may be mapped to many organizations, and many groups to one. Memberships that were added by hand are left alone unless they are taken over. In a connection that is not enabled, is paused or has another mode, nothing is given or taken until that changes, and what groups gave before stays. Not while warnings of single sign-on block provisioning.',
    needs: 'provisioning:write',
    status: 201,
    answer: NewGroupMapping,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: CreateGroupMapping,
  ) {
    return this.groupMappings.create(caller, { enterpriseId, connectionId }, body);
  }

  @Post('preview')
  @Operation({
    id: 'previewGroupMapping',
    summary: 'See who would join and leave if a group were mapped',
    description: 'Changes nothing.',
    needs: 'directory:read',
    answer: GroupMappingPreview,
  })
  preview(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: CreateGroupMapping,
    @Query() query: PageQuery,
  ) {
    return this.groupMappings.preview(caller, { enterpriseId, connectionId }, body, query);
  }

  @Post('map-all')
  @Operation({
    id: 'mapAllGroups',
    summary: 'Map every directory group to the organization of the same name',
    description:
      'The case of letters does not matter. Groups whose name several groups or organizations have are left alone. Makes at most 500 organizations, for which `organizations:write` is needed, too.',
    needs: 'provisioning:write',
    answer: AllGroupsMapped,
  })
  mapAll(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: MapAllGroups,
  ) {
    return this.all.mapAll(caller, { enterpriseId, connectionId }, body);
  }

  @Post('map-all/preview')
  @Operation({
    id: 'previewMapAllGroups',
    summary: 'See what would become of every directory group if all were mapped',
    description: 'Changes nothing. Who would join and leave, the preview of one group says.',
    needs: 'directory:read',
    answer: MapAllPreview,
  })
  previewMapAll(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: MapAllGroups,
    @Query() query: PageQuery,
  ) {
    return this.all.preview(caller, { enterpriseId, connectionId }, body, query);
  }

  @Delete(':groupMappingId')
  @Operation({
    id: 'deleteGroupMapping',
    summary: 'Unmap a directory group from an organization',
    description:
      'Whom no other group gives the organization leaves it. In a connection that is not enabled, is paused or has another mode, they stay until that changes.',
    needs: 'provisioning:write',
    status: 204,
  })
  delete(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('groupMappingId') id: GroupMappingId,
  ) {
    return this.groupMappings.delete(caller, { enterpriseId, connectionId }, id);
  }
}
