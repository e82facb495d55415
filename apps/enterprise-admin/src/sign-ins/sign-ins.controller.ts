import { Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, SignInAttemptId, SignInTestId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { SignInAttempt, SignInAttemptPage, SignInAttemptQuery } from './sign-in-attempt.dto.js';
import { CreatedSignInTest, SignInTest } from './sign-in-test.dto.js';
import { SignInsService } from './sign-ins.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/sso-test-sign-ins` and `…/sign-in-attempts` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId', 'Single sign-on')
export class SignInsController {
  constructor(private readonly signIns: SignInsService) {}

  @Post('sso-test-sign-ins')
  @Operation({
    id: 'createSignInTest',
    summary: 'Make a test sign-in',
    description:
      'Open its URL in a browser: a whole sign-in that signs nobody in. When everything that is required arrives, the connection becomes tested, and a pending revision goes live.',
    needs: 'connections:write',
    status: 201,
    answer: CreatedSignInTest,
  })
  createTest(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.signIns.createTest(caller, { enterpriseId, connectionId });
  }

  @Get('sso-test-sign-ins/:signInTestId')
  @Operation({
    id: 'getSignInTest',
    summary: 'Read what a test sign-in came to',
    needs: 'sign-ins:read',
    answer: SignInTest,
  })
  getTest(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('signInTestId') signInTestId: SignInTestId,
  ) {
    return this.signIns.getTest(caller, { enterpriseId, connectionId }, signInTestId);
  }

  @Get('sign-in-attempts')
  @Operation({
    id: 'listSignInAttempts',
    summary: 'List the attempts to sign in of the last thirty days, newest first',
    needs: 'sign-ins:read',
    answer: SignInAttemptPage,
  })
  listAttempts(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: SignInAttemptQuery,
  ) {
    return this.signIns.listAttempts(caller, { enterpriseId, connectionId }, query);
  }

  @Get('sign-in-attempts/:signInAttemptId')
  @Operation({
    id: 'getSignInAttempt',
    summary: 'Read an attempt to sign in, by the reference that the browser showed',
    needs: 'sign-ins:read',
    answer: SignInAttempt,
  })
  getAttempt(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('signInAttemptId') signInAttemptId: SignInAttemptId,
  ) {
    return this.signIns.getAttempt(caller, { enterpriseId, connectionId }, signInAttemptId);
  }
}
