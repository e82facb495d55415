import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard, AuthModuleOptions } from '@nestjs/passport';
import type { Request } from 'express';
import { isUuid } from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';
import type { AdminPrincipal } from './caller.js';
import { NEEDED_PERMISSION } from './operation.decorator.js';
import type { Permission } from './permissions.js';
import { RequestAdmission } from './request-admission.js';

/** Lets a request in whose API key or setup session may do what the route declares, to what it is for. */
@Injectable()
export class ApiKeyGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    private readonly admission: RequestAdmission,
    @Inject(AuthModuleOptions) options: AuthModuleOptions,
  ) {
    super(options);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request & { user: AdminPrincipal }>();
    await this.admission.admit(request, async () => super.canActivate(context));
    const { user, params } = request;
    const needed = this.reflector.get<Permission | undefined>(NEEDED_PERMISSION, context.getHandler());
    if (needed === undefined) throw new Error(`${context.getHandler().name} does not declare who may call it.`);
    if (!user.permissions.has(needed)) {
      const who = user.role === 'setup' ? 'a session of this setup link' : `this key with the role "${user.role}"`;
      throw AdminProblem.forbidden(`This needs the permission "${needed}", which ${who} does not have.`);
    }
    if (!Object.values(params).every(id => isUuid(String(id))) || !isInReach(user, params))
      throw AdminProblem.notFound();
    return true;
  }
}

/** A key of one enterprise reaches this one alone, a setup session its one connection; all else is not there. */
function isInReach({ enterpriseId, connectionId }: AdminPrincipal, params: Request['params']): boolean {
  const asked = params['enterpriseId'];
  if (connectionId !== null) return asked === enterpriseId && params['connectionId'] === connectionId;
  return enterpriseId === null || asked === undefined || asked === enterpriseId;
}
