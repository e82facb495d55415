import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { ScimPrincipal } from './scim-principal.js';

/** The connection that is asking, as the guard found it. */
export const Principal = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<Request & { user: ScimPrincipal }>().user,
);
