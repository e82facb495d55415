import { Body, Get, Param, Patch } from '@nestjs/common';
import type { EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { DeprovisioningSettings, UpdateDeprovisioningSettings } from './deprovisioning-settings.dto.js';
import { DeprovisioningSettingsService } from './deprovisioning-settings.service.js';

/** `/v1/enterprises/{enterpriseId}/deprovisioning-settings` */
@AdminController('enterprises/:enterpriseId/deprovisioning-settings', 'Deprovisioning')
export class DeprovisioningSettingsController {
  constructor(private readonly deprovisioningSettings: DeprovisioningSettingsService) {}

  @Get()
  @Operation({
    id: 'getDeprovisioningSettings',
    summary: 'Read what becomes of accounts that lose access',
    needs: 'deprovisioning-settings:read',
    answer: DeprovisioningSettings,
  })
  get(@Param('enterpriseId') enterpriseId: EnterpriseId) {
    return this.deprovisioningSettings.get(enterpriseId);
  }

  @Patch()
  @Operation({
    id: 'updateDeprovisioningSettings',
    summary: 'Change what becomes of accounts that lose access',
    description: 'What is left out stays. The version is that of the enterprise.',
    needs: 'deprovisioning-settings:write',
    answer: DeprovisioningSettings,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Body() body: UpdateDeprovisioningSettings,
  ) {
    return this.deprovisioningSettings.update(caller, enterpriseId, body);
  }
}
