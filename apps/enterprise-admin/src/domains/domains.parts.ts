import { DomainsController } from './domains.controller.js';
import { DomainsService } from './domains.service.js';
import { HomeRealmController } from './home-realm.controller.js';

/** What answers of domains. */
export const domainControllers = [DomainsController, HomeRealmController] as const;

/** What does it. */
export const domainServices = [DomainsService] as const;
