import { Delete, Get, Param, Put, Query } from '@nestjs/common';
import type { AccountId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { Administrator, AdministratorPage } from './administrator.dto.js';
import { AdministratorsService } from './administrators.service.js';

/** `/v1/enterprises/{enterpriseId}/administrators` */
@AdminController('enterprises/:enterpriseId/administrators', 'Administrators')
export class AdministratorsController {
  constructor(private readonly administrators: AdministratorsService) {}

  @Get()
  @Operation({
    id: 'listAdministrators',
    summary: 'List administrators',
    needs: 'administrators:read',
    answer: AdministratorPage,
  })
  list(@FromCaller() caller: Caller, @Param('enterpriseId') enterpriseId: EnterpriseId, @Query() query: PageQuery) {
    return this.administrators.list(caller, enterpriseId, query);
  }

  @Put(':accountId')
  @Operation({
    id: 'addAdministrator',
    summary: 'Make an account an administrator’s',
    description: 'One that is an administrator’s stays so. A suspended account cannot become one.',
    needs: 'administrators:write',
    answer: Administrator,
  })
  add(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') id: AccountId,
  ) {
    return this.administrators.add(caller, enterpriseId, id);
  }

  @Delete(':accountId')
  @Operation({
    id: 'removeAdministrator',
    summary: 'Take administration from an account',
    description: 'The account stays. Somebody must be left who administrates: another administrator or an API key.',
    needs: 'administrators:write',
    status: 204,
  })
  remove(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') id: AccountId,
  ) {
    return this.administrators.remove(caller, enterpriseId, id);
  }
}
