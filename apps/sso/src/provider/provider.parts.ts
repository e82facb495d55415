import type { RequestHandler } from 'express';
import { AfterSignIn } from '../http/after-sign-in.js';
import { WaitingApplications } from '../http/waiting-applications.js';
import { HomeRealm } from './home-realm.js';
import { InteractionsController } from './interactions.controller.js';
import { InteractionsService } from './interactions.service.js';
import { OpenIdProvider } from './open-id-provider.js';
import { ReturnToApplication } from './return-to-application.js';
import { WaitingInteractions } from './waiting-interactions.js';

/** The OpenID provider for the vendor's applications. */
export const providerControllers = [InteractionsController] as const;
export const providerServices = [
  OpenIdProvider,
  HomeRealm,
  InteractionsService,
  { provide: AfterSignIn, useClass: ReturnToApplication },
  { provide: WaitingApplications, useClass: WaitingInteractions },
] as const;

/** What the library answers. */
const ENDPOINTS = /^\/(?:auth|token|me|jwks|request|session\/end|\.well-known\/openid-configuration)(?:\/|$)/;

/** Hands the endpoints of the provider to the library. */
export function providerEndpoints(provider: OpenIdProvider): RequestHandler {
  return async (request, response, next) => {
    if (ENDPOINTS.test(request.path)) await provider.answer(request, response);
    else next();
  };
}
