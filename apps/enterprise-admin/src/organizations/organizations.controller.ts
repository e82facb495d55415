import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { EnterpriseId, OrganizationId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { CreateOrganization, Organization, OrganizationPage, UpdateOrganization } from './organization.dto.js';
import { OrganizationsService } from './organizations.service.js';

/** `/v1/enterprises/{enterpriseId}/organizations` */
@AdminController('enterprises/:enterpriseId/organizations', 'Organizations')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get()
  @Operation({
    id: 'listOrganizations',
    summary: 'List organizations',
    needs: 'organizations:read',
    answer: OrganizationPage,
  })
  list(@FromCaller() caller: Caller, @Param('enterpriseId') enterpriseId: EnterpriseId, @Query() query: PageQuery) {
    return this.organizations.list(caller, enterpriseId, query);
  }

  @Post()
  @Operation({
    id: 'createOrganization',
    summary: 'Make an organization',
    needs: 'organizations:write',
    status: 201,
    answer: Organization,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Body() body: CreateOrganization,
  ) {
    return this.organizations.create(caller, enterpriseId, body);
  }

  @Get(':organizationId')
  @Operation({
    id: 'getOrganization',
    summary: 'Read an organization',
    needs: 'organizations:read',
    answer: Organization,
  })
  get(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('organizationId') id: OrganizationId) {
    return this.organizations.get(enterpriseId, id);
  }

  @Patch(':organizationId')
  @Operation({
    id: 'updateOrganization',
    summary: 'Rename an organization',
    needs: 'organizations:write',
    answer: Organization,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('organizationId') id: OrganizationId,
    @Body() body: UpdateOrganization,
  ) {
    return this.organizations.update(caller, enterpriseId, id, body);
  }

  @Delete(':organizationId')
  @Operation({
    id: 'deleteOrganization',
    summary: 'Delete an organization',
    description: 'Its members stop being members; their accounts stay.',
    needs: 'organizations:write',
    status: 204,
  })
  delete(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('organizationId') id: OrganizationId,
  ) {
    return this.organizations.delete(caller, enterpriseId, id);
  }
}
