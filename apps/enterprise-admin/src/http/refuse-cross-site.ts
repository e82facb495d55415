import type { Request } from 'express';
import { isCsrfTokenOf } from '#libs/tokens';
import { AdminProblem } from './admin-problem.js';

const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses what a page of another site has a browser send, as far as the browser tells.
 * @throws AdminProblem `csrf_refused`
 */
export function refuseCrossSite({ headers }: Pick<Request, 'headers'>, ownOrigin: string): void {
  const { origin, 'sec-fetch-site': site } = headers;
  const isOwn = (origin === undefined || origin === ownOrigin) && (site === undefined || site === 'same-origin');
  if (!isOwn) throw AdminProblem.csrfRefused(`Send it from a page of ${ownOrigin}, and from no other site.`);
}

/**
 * Refuses a change in a session that the page did not ask for itself: it sends the session's CSRF token along.
 * @throws AdminProblem `csrf_refused`
 */
export function refuseForgery(
  request: Request,
  session: { readonly secret: string; readonly ownOrigin: string },
): void {
  if (SAFE_METHODS.includes(request.method)) return;
  refuseCrossSite(request, session.ownOrigin);
  if (!isCsrfTokenOf(session.secret, request.get('X-CSRF-Token') ?? '')) {
    throw AdminProblem.csrfRefused(
      'Send the header X-CSRF-Token with the csrfToken that GET /v1/setup-session answers.',
    );
  }
}
