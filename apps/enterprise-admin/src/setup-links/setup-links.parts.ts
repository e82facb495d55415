import { SetupLinksController } from './setup-links.controller.js';
import { SetupLinksService } from './setup-links.service.js';
import { SetupSessionsController } from './setup-sessions.controller.js';
import { SetupSessionsService } from './setup-sessions.service.js';

/** What answers of setup links and the sessions that they open. */
export const setupControllers = [SetupLinksController, SetupSessionsController] as const;

/** What does it. */
export const setupServices = [SetupLinksService, SetupSessionsService] as const;
