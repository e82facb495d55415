import { Get, Param, Query } from '@nestjs/common';
import type { AccountId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { Account, AccountPage } from './account.dto.js';
import { AccountsService } from './accounts.service.js';

/** `/v1/enterprises/{enterpriseId}/accounts` */
@AdminController('enterprises/:enterpriseId/accounts', 'Accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Get()
  @Operation({ id: 'listAccounts', summary: 'List accounts', needs: 'accounts:read', answer: AccountPage })
  list(@FromCaller() caller: Caller, @Param('enterpriseId') enterpriseId: EnterpriseId, @Query() query: PageQuery) {
    return this.accounts.list(caller, enterpriseId, query);
  }

  @Get(':accountId')
  @Operation({ id: 'getAccount', summary: 'Read an account', needs: 'accounts:read', answer: Account })
  get(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') id: AccountId,
  ) {
    return this.accounts.get(caller, enterpriseId, id);
  }
}
