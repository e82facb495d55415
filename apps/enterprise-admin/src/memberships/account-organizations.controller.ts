import { Get, Param, Query } from '@nestjs/common';
import type { AccountId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { AccountOrganizationPage } from './membership.dto.js';
import { MembershipsService } from './memberships.service.js';

/** `/v1/enterprises/{enterpriseId}/accounts/{accountId}/organizations` */
@AdminController('enterprises/:enterpriseId/accounts/:accountId/organizations', 'Accounts')
export class AccountOrganizationsController {
  constructor(private readonly memberships: MembershipsService) {}

  @Get()
  @Operation({
    id: 'listAccountOrganizations',
    summary: 'List the organizations that an account is in',
    needs: 'accounts:read',
    answer: AccountOrganizationPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') accountId: AccountId,
    @Query() query: PageQuery,
  ) {
    return this.memberships.organizations(caller, enterpriseId, accountId, query);
  }
}
