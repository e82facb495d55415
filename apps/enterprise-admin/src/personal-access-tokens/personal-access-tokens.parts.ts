import { PersonalAccessTokensController } from './personal-access-tokens.controller.js';
import { PersonalAccessTokensService } from './personal-access-tokens.service.js';
import { TokenIntrospectionController } from './token-introspection.controller.js';
import { TokenIntrospectionService } from './token-introspection.service.js';

/** What answers of personal access tokens. */
export const personalAccessTokenControllers = [PersonalAccessTokensController, TokenIntrospectionController] as const;

/** What does it. */
export const personalAccessTokenServices = [PersonalAccessTokensService, TokenIntrospectionService] as const;
