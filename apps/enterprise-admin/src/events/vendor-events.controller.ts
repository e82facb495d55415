import { Get, Query } from '@nestjs/common';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { AccountEventPage, VendorEventQuery } from './account-event.dto.js';
import { AccountEventsService } from './account-events.service.js';

/** `/v1/events`: of all enterprises. */
@AdminController('events', 'Events')
export class VendorEventsController {
  constructor(private readonly events: AccountEventsService) {}

  @Get()
  @Operation({
    id: 'listEvents',
    summary: 'Fetch the account events of all enterprises',
    description:
      'The events that webhooks tell of, in the same order. Whoever asks with the last cursor again and again misses none and gets none twice.',
    needs: 'webhooks:read',
    answer: AccountEventPage,
  })
  list(@FromCaller() caller: Caller, @Query() { enterpriseId, ...query }: VendorEventQuery) {
    return this.events.list(caller, enterpriseId, query);
  }
}
