import { OidcKeySet } from './oidc-key-set.js';
import { OidcLogoutService } from './oidc-logout.service.js';
import { OidcRelyingParties } from './oidc-relying-parties.js';
import { OidcRequests } from './oidc-requests.js';
import { OidcResponseStrategy } from './oidc-response.strategy.js';
import { OidcResponses } from './oidc-responses.js';
import { OidcController } from './oidc.controller.js';

/** Single sign-on with OpenID Connect. */
export const oidcControllers = [OidcController] as const;
export const oidcServices = [
  OidcRelyingParties,
  OidcRequests,
  OidcResponses,
  OidcResponseStrategy,
  OidcLogoutService,
  OidcKeySet,
] as const;
