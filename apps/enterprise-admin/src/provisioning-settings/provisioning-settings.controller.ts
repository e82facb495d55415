import { Body, Get, Param, Patch } from '@nestjs/common';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { ProvisioningSettings, UpdateProvisioningSettings } from './provisioning-settings.dto.js';
import { ProvisioningSettingsService } from './provisioning-settings.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/provisioning-settings` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/provisioning-settings', 'Provisioning')
export class ProvisioningSettingsController {
  constructor(private readonly provisioningSettings: ProvisioningSettingsService) {}

  @Get()
  @Operation({
    id: 'getProvisioningSettings',
    summary: 'Read how a connection is provisioned',
    needs: 'connections:read',
    answer: ProvisioningSettings,
  })
  get(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('connectionId') connectionId: ConnectionId) {
    return this.provisioningSettings.get({ enterpriseId, connectionId });
  }

  @Patch()
  @Operation({
    id: 'updateProvisioningSettings',
    summary: 'Change the provisioning mode',
    description:
      'While warnings of single sign-on block provisioning, the mode only changes to one with fewer effects. To one with more, while the connection is enabled, it changes once its impact preview has been looked at, and what was kept takes effect. The version is that of the connection.',
    needs: 'provisioning:write',
    answer: ProvisioningSettings,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: UpdateProvisioningSettings,
  ) {
    return this.provisioningSettings.update(caller, { enterpriseId, connectionId }, body);
  }
}
