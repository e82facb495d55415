import { Delete, Get, Param, Query } from '@nestjs/common';
import type { AccountId, AccountSessionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { AccountSessionPage } from './account-session.dto.js';
import { AccountSessionsService } from './account-sessions.service.js';

/** `/v1/enterprises/{enterpriseId}/accounts/{accountId}/sessions` */
@AdminController('enterprises/:enterpriseId/accounts/:accountId/sessions', 'Accounts')
export class AccountSessionsController {
  constructor(private readonly sessions: AccountSessionsService) {}

  @Get()
  @Operation({
    id: 'listAccountSessions',
    summary: 'List the sessions of an account',
    description: 'Those that are live, and those that ended in the last 30 days.',
    needs: 'accounts:read',
    answer: AccountSessionPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') accountId: AccountId,
    @Query() query: PageQuery,
  ) {
    return this.sessions.list(caller, enterpriseId, accountId, query);
  }

  @Delete()
  @Operation({
    id: 'revokeAccountSessions',
    summary: 'Revoke all sessions of an account',
    description: 'Personal access tokens stay.',
    needs: 'accounts:write',
    status: 204,
  })
  revokeAll(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') accountId: AccountId,
  ) {
    return this.sessions.revokeAll(caller, enterpriseId, accountId);
  }

  @Delete(':accountSessionId')
  @Operation({
    id: 'revokeAccountSession',
    summary: 'Revoke a session',
    needs: 'accounts:write',
    status: 204,
  })
  revoke(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') accountId: AccountId,
    @Param('accountSessionId') id: AccountSessionId,
  ) {
    return this.sessions.revoke(caller, enterpriseId, accountId, id);
  }
}
