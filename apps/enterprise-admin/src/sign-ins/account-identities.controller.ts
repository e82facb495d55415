import { Delete, Param } from '@nestjs/common';
import type { AccountId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { SignInsService } from './sign-ins.service.js';

/** `/v1/enterprises/{enterpriseId}/accounts/{accountId}/sign-in-identities` */
@AdminController('enterprises/:enterpriseId/accounts/:accountId/sign-in-identities', 'Accounts')
export class AccountIdentitiesController {
  constructor(private readonly signIns: SignInsService) {}

  @Delete()
  @Operation({
    id: 'forgetSignInIdentities',
    summary: 'Forget by which identifiers an account was signed in to',
    description:
      'Whoever comes next with its login signs in to it. Do this when the identity provider names the same person by another identifier; suspend the account when the login was given to somebody else.',
    needs: 'accounts:write',
    status: 204,
  })
  forget(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('accountId') accountId: AccountId,
  ) {
    return this.signIns.forgetIdentities(caller, enterpriseId, accountId);
  }
}
