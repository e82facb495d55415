import { AccountEventsService } from './account-events.service.js';
import { EnterpriseEventsController } from './enterprise-events.controller.js';
import { VendorEventsController } from './vendor-events.controller.js';

/** What answers below `/v1/events` and an enterprise's `/events`. */
export const eventControllers = [VendorEventsController, EnterpriseEventsController] as const;

/** What does it. */
export const eventServices = [AccountEventsService] as const;
