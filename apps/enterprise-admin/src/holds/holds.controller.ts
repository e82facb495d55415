import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { EnterpriseId, HoldId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { AffectedAccountPage, EndHold, Hold, HoldPage } from './hold.dto.js';
import { HoldsService } from './holds.service.js';

/** `/v1/enterprises/{enterpriseId}/holds` */
@AdminController('enterprises/:enterpriseId/holds', 'Deprovisioning')
export class HoldsController {
  constructor(private readonly holds: HoldsService) {}

  @Get()
  @Operation({ id: 'listHolds', summary: 'List mass-change holds', needs: 'holds:read', answer: HoldPage })
  list(@FromCaller() caller: Caller, @Param('enterpriseId') enterpriseId: EnterpriseId, @Query() query: PageQuery) {
    return this.holds.list(caller, enterpriseId, query);
  }

  @Get(':holdId')
  @Operation({ id: 'getHold', summary: 'Read a mass-change hold', needs: 'holds:read', answer: Hold })
  get(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('holdId') id: HoldId) {
    return this.holds.get(enterpriseId, id);
  }

  @Get(':holdId/accounts')
  @Operation({
    id: 'listHoldAccounts',
    summary: 'List who lost access',
    needs: 'holds:read',
    answer: AffectedAccountPage,
  })
  accounts(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('holdId') id: HoldId,
    @Query() query: PageQuery,
  ) {
    return this.holds.accounts(caller, enterpriseId, id, query);
  }

  @Post(':holdId/restore')
  @Operation({
    id: 'restoreHold',
    summary: 'Give everybody back what was taken',
    description:
      'Accounts become active again, with their organizations, their administration and their personal access tokens. When there are very many it goes on afterwards: the hold is `restoring` until it is done. The identity provider suspends a person again once it says something new of them.',
    needs: 'holds:write',
    answer: Hold,
  })
  restore(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('holdId') id: HoldId,
    @Body() body: EndHold,
  ) {
    return this.holds.restore(caller, enterpriseId, id, body);
  }

  @Post(':holdId/resume')
  @Operation({
    id: 'resumeHold',
    summary: 'Let purging go on',
    description: 'What happened was meant. Accounts stay suspended and are purged when their grace time is over.',
    needs: 'holds:write',
    answer: Hold,
  })
  resume(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('holdId') id: HoldId,
    @Body() body: EndHold,
  ) {
    return this.holds.resume(caller, enterpriseId, id, body);
  }
}
