import { Delete, Get, Param, Put, Query } from '@nestjs/common';
import type { AccountId, EnterpriseId, OrganizationId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { OrganizationMemberPage } from './membership.dto.js';
import { MembershipsService } from './memberships.service.js';

/** `/v1/enterprises/{enterpriseId}/organizations/{organizationId}/members` */
@AdminController('enterprises/:enterpriseId/organizations/:organizationId/members', 'Organizations')
export class OrganizationMembersController {
  constructor(private readonly memberships: MembershipsService) {}

  @Get()
  @Operation({
    id: 'listOrganizationMembers',
    summary: 'List the members of an organization',
    needs: 'organizations:read',
    answer: OrganizationMemberPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('organizationId') organizationId: OrganizationId,
    @Query() query: PageQuery,
  ) {
    return this.memberships.members(caller, enterpriseId, organizationId, query);
  }

  @Put(':accountId')
  @Operation({
    id: 'addOrganizationMember',
    summary: 'Make an account a member of an organization',
    description: 'One that is a member stays one.',
    needs: 'organizations:write',
    status: 204,
  })
  add(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('accountId') accountId: AccountId,
  ) {
    return this.memberships.add(caller, { enterpriseId, organizationId, accountId });
  }

  @Delete(':accountId')
  @Operation({
    id: 'removeOrganizationMember',
    summary: 'Take an account out of an organization',
    description: 'One that is no member stays none.',
    needs: 'organizations:write',
    status: 204,
  })
  remove(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('organizationId') organizationId: OrganizationId,
    @Param('accountId') accountId: AccountId,
  ) {
    return this.memberships.remove(caller, { enterpriseId, organizationId, accountId });
  }
}
