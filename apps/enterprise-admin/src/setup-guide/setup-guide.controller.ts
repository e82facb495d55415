import { Get, Param } from '@nestjs/common';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { Operation } from '../http/operation.decorator.js';
import { SetupGuide } from './setup-guide.dto.js';
import { SetupGuideService } from './setup-guide.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/setup-guide` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/setup-guide', 'Connections')
export class SetupGuideController {
  constructor(private readonly setupGuide: SetupGuideService) {}

  @Get()
  @Operation({
    id: 'getSetupGuide',
    summary: 'Read what to do at the identity provider, step by step',
    description: 'In the words of its console, with the values of this connection.',
    needs: 'connections:read',
    answer: SetupGuide,
  })
  get(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('connectionId') connectionId: ConnectionId) {
    return this.setupGuide.get({ enterpriseId, connectionId });
  }
}
