import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { parsePrecondition, type Precondition } from '#libs/scim-protocol';

/** On which version of the resource a change depends (RFC 7644 §3.14). */
export const Conditions = createParamDecorator((_: unknown, context: ExecutionContext): Precondition => {
  const { headers } = context.switchToHttp().getRequest<Request>();
  return parsePrecondition(headers['if-match'], headers['if-none-match']);
});
