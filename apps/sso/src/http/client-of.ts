import type { Request } from 'express';
import type { SignInClient } from '#libs/sign-in';

/** What a request tells of the browser that sent it. */
export function clientOf(request: Pick<Request, 'ip' | 'headers'>): SignInClient {
  return { ip: request.ip ?? null, userAgent: request.headers['user-agent'] ?? null };
}
