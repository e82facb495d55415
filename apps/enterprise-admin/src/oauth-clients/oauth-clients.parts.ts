import { OAuthClientSecretsController } from './oauth-client-secrets.controller.js';
import { OAuthClientSecretsService } from './oauth-client-secrets.service.js';
import { OAuthClientsController } from './oauth-clients.controller.js';
import { OAuthClientsService } from './oauth-clients.service.js';

/** What answers of the OAuth 2.0 clients of identity providers. */
export const oauthClientControllers = [OAuthClientsController, OAuthClientSecretsController] as const;

/** What does it. */
export const oauthClientServices = [OAuthClientsService, OAuthClientSecretsService] as const;
