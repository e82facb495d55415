import { Body, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { AccountId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { AccountAccessService } from './account-access.service.js';
import { AccountRestoreService } from './account-restore.service.js';
import { Account, AccountPage } from './account.dto.js';
import { AccountsService } from './accounts.service.js';
import { AccountQuery, CreateAccount, RestoreAccount, UpdateAccount } from './write-account.dto.js';

/** `/v1/enterprises/{enterpriseId}/accounts` */
@AdminController('enterprises/:enterpriseId/accounts', 'Accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly access: AccountAccessService,
    private readonly restores: AccountRestoreService,
  ) {}

  @Get()
  @Operation({ id: 'listAccounts', summary: 'List accounts', needs: 'accounts:read', answer: AccountPage })
  list(@FromCaller() caller: Caller, @Param('enterpriseId') enterpriseId: EnterpriseId, @Query() query: AccountQuery) {
    return this.accounts.list(caller, enterpriseId, query);
  }

  @Post()
  @Operation({
    id: 'createAccount',
    summary: 'Make a local account',
    description: 'It is linked to no directory user. Once the identity provider sends a person with this login, it is.',
    needs: 'accounts:write',
    status: 201,
    answer: Account,
  })
  create(@FromCaller() caller: Caller, @Param('enterpriseId') enterpriseId: EnterpriseId, @Body() body: CreateAccount) {
    return this.accounts.create(caller, enterpriseId, body);
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

  @Patch(':accountId')
  @Operation({
    id: 'updateAccount',
    summary: 'Change a local account',
    description:
      'What is left out stays. An account that is linked to a directory user is changed at the identity provider.',
    needs: 'accounts:write',
    answer: Account,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') id: AccountId,
    @Body() body: UpdateAccount,
  ) {
    return this.accounts.update(caller, enterpriseId, id, body);
  }

  @Post(':accountId/suspend')
  @Operation({
    id: 'suspendAccount',
    summary: 'Suspend an account',
    description:
      'Its sessions and personal access tokens are revoked, and the directory does not restore it. One that is suspended already stays as it is.',
    needs: 'accounts:write',
    answer: Account,
  })
  suspend(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') id: AccountId,
  ) {
    return this.access.suspend(caller, enterpriseId, id);
  }

  @Post(':accountId/reactivate')
  @Operation({
    id: 'reactivateAccount',
    summary: 'Reactivate an account',
    description:
      'What the directory suspended is reactivated at the identity provider, as long as the connection is enabled. After that it is given back, with its organizations and personal access tokens.',
    needs: 'accounts:write',
    answer: Account,
  })
  reactivate(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') id: AccountId,
  ) {
    return this.access.reactivate(caller, enterpriseId, id);
  }

  @Post(':accountId/restore')
  @Operation({
    id: 'restoreAccount',
    summary: 'Give an account back what a directory took',
    description:
      'It becomes active again, with its organizations and personal access tokens. The identity provider suspends it again once it says something new of the person.',
    needs: 'accounts:write',
    answer: Account,
  })
  restore(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') id: AccountId,
    @Body() body: RestoreAccount,
  ) {
    return this.restores.restore(caller, enterpriseId, id, body);
  }
}
