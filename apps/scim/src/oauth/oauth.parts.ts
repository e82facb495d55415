import type { Provider } from '@nestjs/common';
import { PrivateNetworks, SafeFetch } from '#libs/safe-fetch';
import type { ScimConfig } from '../http/scim-settings.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { FederatedKeys } from './federated-keys.js';
import { MetadataController } from './metadata.controller.js';
import { TokenAttempts } from './token-attempts.js';
import { TokenController } from './token.controller.js';
import { TokensService } from './tokens.service.js';

/** The controllers of the authorization servers of connections. */
export const oauthControllers = [TokenController, MetadataController];

/** What these controllers are made from, besides the database and the settings. */
export function oauthProviders({ ALLOWED_PRIVATE_NETWORKS }: ScimConfig): Provider[] {
  return [
    {
      provide: SafeFetch,
      useFactory: () => new SafeFetch({ allowedPrivateNetworks: PrivateNetworks.parse(ALLOWED_PRIVATE_NETWORKS) }),
    },
    FederatedKeys,
    ClientAuthenticator,
    TokenAttempts,
    TokensService,
  ];
}
