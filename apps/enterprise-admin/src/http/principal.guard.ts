import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard, AuthModuleOptions } from '@nestjs/passport';
import type { Request } from 'express';
import { isUuid } from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';
import type { AdminPrincipal } from './caller.js';
import { NEEDED } from './operation.decorator.js';
import type { Need } from './permissions.js';
import { RequestAdmission } from './request-admission.js';

/** Lets a request in whose API key or setup session may do what the route declares, to what it is for. */
@Injectable()
export class PrincipalGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    private readonly admission: RequestAdmission,
    @Inject(AuthModuleOptions) options: AuthModuleOptions,
  ) {
    super(options);
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const need = this.reflector.get<Need | undefined>(NEEDED, context.getHandler());
    if (need === undefined) throw new Error(`${context.getHandler().name} does not declare who may call it.`);
    if (need === 'nothing') return true;
    const request = context.switchToHttp().getRequest<Request & { user: AdminPrincipal }>();
    await this.admission.admit(request, async () => super.canActivate(context));
    const { user, params } = request;
    refuseUnlessPermitted(user, need);
    if (need === 'setup-session') return true;
    if (!Object.values(params).every(id => isUuid(String(id))) || !isInReach(user, params))
      throw AdminProblem.notFound();
    return true;
  }
}

/** @throws AdminProblem `forbidden` */
function refuseUnlessPermitted({ role, permissions }: AdminPrincipal, need: Exclude<Need, 'nothing'>): void {
  if (need === 'setup-session') {
    if (role !== 'setup') throw AdminProblem.forbidden('This is of setup sessions, and an API key has none.');
  } else if (!permissions.has(need)) {
    const who = role === 'setup' ? 'this setup session' : `this key with the role "${role}"`;
    throw AdminProblem.forbidden(`This needs the permission "${need}", which ${who} does not have.`);
  }
}

/** A key of one enterprise reaches this one alone, a setup session its one connection; all else is not there. */
function isInReach({ enterpriseId, connectionId }: AdminPrincipal, params: Request['params']): boolean {
  const asked = params['enterpriseId'];
  if (connectionId !== null) return asked === enterpriseId && params['connectionId'] === connectionId;
  return enterpriseId === null || asked === undefined || asked === enterpriseId;
}
