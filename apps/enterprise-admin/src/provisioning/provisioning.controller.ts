import { Body, Get, Param, Post } from '@nestjs/common';
import type { ApplicationId, ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { Application } from '../http/application.dto.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { PreviewedChange } from '../http/previewed-change.js';
import { LeaveScim, PauseProvisioning, ProvisioningState } from './provisioning.dto.js';
import { ProvisioningService } from './provisioning.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/…` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId', 'Provisioning')
export class ProvisioningController {
  constructor(private readonly provisioning: ProvisioningService) {}

  @Post('pause')
  @Operation({
    id: 'pauseProvisioning',
    summary: 'Let directory changes take no effect for now',
    description: 'Of a connection that is enabled. Whatever is under way stops; people go on signing in.',
    needs: 'connections:disable',
    answer: ProvisioningState,
  })
  pause(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: PauseProvisioning,
  ) {
    return this.provisioning.pause(caller, { enterpriseId, connectionId }, body);
  }

  @Post('resume')
  @Operation({
    id: 'resumeProvisioning',
    summary: 'Let directory changes take effect again',
    description: 'What was staged meanwhile is carried to accounts. Name the impact preview with the kind `enable`.',
    needs: 'connections:disable',
    answer: ProvisioningState,
  })
  resume(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: PreviewedChange,
  ) {
    return this.provisioning.resume(caller, { enterpriseId, connectionId }, body);
  }

  @Post('leave-scim')
  @Operation({
    id: 'leaveScim',
    summary: 'End the provisioning of a connection',
    description:
      'Its SCIM tokens and OAuth clients are refused at once, accounts are no longer linked to its directory, and the directory is emptied. Name the impact preview with the kind `leave`.',
    needs: 'connections:delete',
    answer: ProvisioningState,
  })
  leave(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: LeaveScim,
  ) {
    return this.provisioning.leave(caller, { enterpriseId, connectionId }, body);
  }

  @Get('applications/:applicationId')
  @Operation({
    id: 'getApplication',
    summary: 'Read how far what was staged has been carried to accounts',
    needs: 'connections:read',
    answer: Application,
  })
  getApplication(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('applicationId') id: ApplicationId,
  ) {
    return this.provisioning.getApplication({ enterpriseId, connectionId }, id);
  }
}
