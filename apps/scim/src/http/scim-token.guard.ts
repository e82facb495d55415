import { type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard, AuthModuleOptions } from '@nestjs/passport';
import type { Request } from 'express';
import { ScimError } from '#libs/scim-protocol';
import type { ScimScope } from '#libs/tokens';
import { refuseWhilePaused } from './refuse-while-paused.js';
import type { ScimPrincipal } from './scim-principal.js';

const SCOPE = 'scim:scope';

/** Declares what a route needs its token to be allowed. A route without it only needs a valid token. */
export const RequiresScope = (scope: ScimScope) => SetMetadata(SCOPE, scope);

/** Lets a request in with a valid token of its connection whose scopes cover the route. */
@Injectable()
export class ScimTokenGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    @Inject(AuthModuleOptions) options: AuthModuleOptions,
  ) {
    super(options);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    const { user } = context.switchToHttp().getRequest<Request & { user: ScimPrincipal }>();
    const scope = this.reflector.get<ScimScope | undefined>(SCOPE, context.getHandler());
    if (scope !== undefined && !user.scopes.includes(scope)) {
      throw ScimError.forbidden(
        `This SCIM token does not have the scope "${scope}". Make a token that has it, and enter it at the identity provider.`,
      );
    }
    if (scope?.endsWith(':write')) refuseWhilePaused(user);
    return true;
  }
}
