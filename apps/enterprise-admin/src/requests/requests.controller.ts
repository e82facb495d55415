import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, ScimRequestId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { ExplainedScimRequest } from './explained-request.dto.js';
import { ReplayService } from './replay.service.js';
import { RequestFindingsService } from './request-findings.service.js';
import { ReplayInput, RequestQuery } from './request-query.dto.js';
import { RequestFindings, RequestReplay, RequestSummary } from './request-report.dto.js';
import { ScimRequestPage } from './request.dto.js';
import { RequestsService } from './requests.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/requests`, `…/request-summary` and `…/request-findings` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId', 'Request log')
export class RequestsController {
  constructor(
    private readonly requests: RequestsService,
    private readonly findings: RequestFindingsService,
    private readonly replays: ReplayService,
  ) {}

  @Get('requests')
  @Operation({
    id: 'listRequests',
    summary: 'List the SCIM requests of the identity provider, newest first',
    needs: 'requests:read',
    answer: ScimRequestPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: RequestQuery,
  ) {
    return this.requests.list(caller, { enterpriseId, connectionId }, query);
  }

  @Get('requests/:requestId')
  @Operation({
    id: 'getRequest',
    summary: 'Read a SCIM request and its explanation',
    needs: 'requests:read',
    answer: ExplainedScimRequest,
  })
  get(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('requestId') requestId: ScimRequestId,
  ) {
    return this.requests.get(caller, { enterpriseId, connectionId }, requestId);
  }

  @Get('request-summary')
  @Operation({
    id: 'getRequestSummary',
    summary: 'Read what the SCIM traffic of the last 24 hours comes to',
    needs: 'requests:read',
    answer: RequestSummary,
  })
  summary(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.requests.summary(caller, { enterpriseId, connectionId });
  }

  @Get('request-findings')
  @Operation({
    id: 'listRequestFindings',
    summary: 'Read what is wrong at the identity provider, as its requests show',
    needs: 'requests:read',
    answer: RequestFindings,
  })
  listFindings(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('connectionId') connectionId: ConnectionId) {
    return this.findings.list({ enterpriseId, connectionId });
  }

  @Post('requests/:requestId/replay')
  @Operation({
    id: 'replayRequest',
    summary: 'See what a SCIM request would do if it came now',
    description: 'Decides it on today’s directory and accounts, and stores nothing of it.',
    needs: 'provisioning:write',
    answer: RequestReplay,
  })
  replay(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('requestId') requestId: ScimRequestId,
    @Body() input: ReplayInput,
  ) {
    return this.replays.replay(caller, { enterpriseId, connectionId }, requestId, input);
  }
}
