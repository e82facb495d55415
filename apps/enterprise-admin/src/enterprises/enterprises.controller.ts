import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { DeleteConfirmation } from '../http/confirm-deletion.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { CreateEnterprise, Enterprise, EnterprisePage, UpdateEnterprise } from './enterprise.dto.js';
import { EnterprisesService } from './enterprises.service.js';

/** `/v1/enterprises` */
@AdminController('enterprises', 'Enterprises')
export class EnterprisesController {
  constructor(private readonly enterprises: EnterprisesService) {}

  @Get()
  @Operation({
    id: 'listEnterprises',
    summary: 'List enterprises',
    description: 'A key of one enterprise sees this one.',
    needs: 'enterprises:read',
    answer: EnterprisePage,
  })
  list(@FromCaller() caller: Caller, @Query() query: PageQuery) {
    return this.enterprises.list(caller, query);
  }

  @Post()
  @Operation({
    id: 'createEnterprise',
    summary: 'Make an enterprise',
    needs: 'installation:manage',
    status: 201,
    answer: Enterprise,
  })
  create(@FromCaller() caller: Caller, @Body() body: CreateEnterprise) {
    return this.enterprises.create(caller, body);
  }

  @Get(':enterpriseId')
  @Operation({ id: 'getEnterprise', summary: 'Read an enterprise', needs: 'enterprises:read', answer: Enterprise })
  get(@Param('enterpriseId') enterpriseId: EnterpriseId) {
    return this.enterprises.get(enterpriseId);
  }

  @Patch(':enterpriseId')
  @Operation({
    id: 'updateEnterprise',
    summary: 'Rename an enterprise',
    needs: 'enterprises:write',
    answer: Enterprise,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Body() body: UpdateEnterprise,
  ) {
    return this.enterprises.update(caller, enterpriseId, body);
  }

  @Delete(':enterpriseId')
  @Operation({
    id: 'deleteEnterprise',
    summary: 'Delete an enterprise',
    description: 'Its connections must have been deleted before. Its API keys are revoked; its audit log stays.',
    needs: 'installation:manage',
    status: 204,
  })
  delete(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Query() confirmation: DeleteConfirmation,
  ) {
    return this.enterprises.delete(caller, enterpriseId, confirmation);
  }
}
