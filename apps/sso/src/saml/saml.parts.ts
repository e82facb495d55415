import { SamlLogoutService } from './saml-logout.service.js';
import { SamlProviders } from './saml-providers.js';
import { SamlRequests } from './saml-requests.js';
import { SamlResponseStrategy } from './saml-response.strategy.js';
import { SamlResponses } from './saml-responses.js';
import { SamlController } from './saml.controller.js';

/** Single sign-on with SAML 2.0. */
export const samlControllers = [SamlController] as const;
export const samlServices = [
  SamlProviders,
  SamlRequests,
  SamlResponses,
  SamlResponseStrategy,
  SamlLogoutService,
] as const;
