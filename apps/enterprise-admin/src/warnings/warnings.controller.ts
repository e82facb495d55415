import { Get, Param } from '@nestjs/common';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { ConnectionWarnings } from './warning.dto.js';
import { WarningsService } from './warnings.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/warnings` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/warnings', 'Connections')
export class WarningsController {
  constructor(private readonly warnings: WarningsService) {}

  @Get()
  @Operation({
    id: 'listConnectionWarnings',
    summary: 'Read the health of a connection, and what is wrong with it',
    needs: 'connections:read',
    answer: ConnectionWarnings,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.warnings.list(caller, { enterpriseId, connectionId });
  }
}
