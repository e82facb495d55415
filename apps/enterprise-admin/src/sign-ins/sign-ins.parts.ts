import { AccountIdentitiesController } from './account-identities.controller.js';
import { SignInsController } from './sign-ins.controller.js';
import { SignInsService } from './sign-ins.service.js';

/** What answers of sign-ins. */
export const signInControllers = [SignInsController, AccountIdentitiesController] as const;

/** What does it. */
export const signInServices = [SignInsService] as const;
