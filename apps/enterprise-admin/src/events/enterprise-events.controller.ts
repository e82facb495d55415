import { Get, Param, Query } from '@nestjs/common';
import type { EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { AccountEventPage, AccountEventQuery } from './account-event.dto.js';
import { AccountEventsService } from './account-events.service.js';

/** `/v1/enterprises/{enterpriseId}/events` */
@AdminController('enterprises/:enterpriseId/events', 'Events')
export class EnterpriseEventsController {
  constructor(private readonly events: AccountEventsService) {}

  @Get()
  @Operation({
    id: 'listEnterpriseEvents',
    summary: 'Fetch the account events of an enterprise',
    needs: 'events:read',
    answer: AccountEventPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Query() query: AccountEventQuery,
  ) {
    return this.events.listOf(caller, enterpriseId, query);
  }
}
