import { Get, Param, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { DriftPage, DriftQuery, DriftReport } from './drift.dto.js';
import { DriftService } from './drift.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/drift` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/drift', 'Directory')
export class DriftController {
  constructor(private readonly drift: DriftService) {}

  @Get()
  @Operation({
    id: 'getDriftReport',
    summary: 'Count how the directory and the accounts have drifted apart',
    needs: 'directory:read',
    answer: DriftReport,
  })
  report(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('connectionId') connectionId: ConnectionId) {
    return this.drift.report({ enterpriseId, connectionId });
  }

  @Get('items')
  @Operation({
    id: 'listDriftItems',
    summary: 'List what has drifted, of one kind',
    needs: 'directory:read',
    answer: DriftPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: DriftQuery,
  ) {
    return this.drift.list(caller, { enterpriseId, connectionId }, query);
  }

  @Get('export')
  @Operation({
    id: 'exportDriftItems',
    summary: 'Export everything that has drifted',
    needs: 'directory:read',
    files: {
      'text/csv':
        'kind,id,name,otherId,requests,firstAt,lastAt,clickPath\r\ngroup_without_members,01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11,Engineering,,,,,\r\n',
    },
  })
  export(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.drift.export(caller, { enterpriseId, connectionId });
  }
}
