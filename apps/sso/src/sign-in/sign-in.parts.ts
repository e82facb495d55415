import { StartController } from './start.controller.js';
import { StartService } from './start.service.js';

/** What begins sign-ins. */
export const signInControllers = [StartController] as const;
export const signInServices = [StartService] as const;
