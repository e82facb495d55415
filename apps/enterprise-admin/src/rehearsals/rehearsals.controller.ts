import { Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, RehearsalId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { Rehearsal, RehearsalPage } from './rehearsal.dto.js';
import { RehearsalsService } from './rehearsals.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/rehearsals` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/rehearsals', 'Rehearsals')
export class RehearsalsController {
  constructor(private readonly rehearsals: RehearsalsService) {}

  @Get()
  @Operation({
    id: 'listRehearsals',
    summary: 'List the rehearsals of a connection, oldest first',
    needs: 'requests:read',
    answer: RehearsalPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: PageQuery,
  ) {
    return this.rehearsals.list(caller, { enterpriseId, connectionId }, query);
  }

  @Post()
  @Operation({
    id: 'startRehearsal',
    summary: 'Try what the identity provider sends in the life of a person',
    description:
      'Its recorded requests go to the SCIM base URL of the connection, over the public URL. The people in them are in a directory of the rehearsal’s own, which is gone when it is over: no directory, account or seat of the enterprise is touched. One at a time.',
    needs: 'provisioning:write',
    status: 201,
    answer: Rehearsal,
  })
  start(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.rehearsals.start(caller, { enterpriseId, connectionId });
  }

  @Get(':rehearsalId')
  @Operation({
    id: 'getRehearsal',
    summary: 'Read how far a rehearsal is, and what came of each step',
    needs: 'requests:read',
    answer: Rehearsal,
  })
  get(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('rehearsalId') id: RehearsalId,
  ) {
    return this.rehearsals.get({ enterpriseId, connectionId }, id);
  }
}
