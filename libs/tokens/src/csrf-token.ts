import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * What a page must send along with a session's cookie, so that no other site can have the browser send it alone: an HMAC-SHA256
 * by the session's secret. Nothing of it is stored, and it tells nothing of the secret.
 */
export function csrfTokenOf(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update('csrf').digest('base64url');
}

/** Whether this is the {@link csrfTokenOf} the session, in constant time. */
export function isCsrfTokenOf(sessionSecret: string, given: string): boolean {
  const expected = Buffer.from(csrfTokenOf(sessionSecret));
  const presented = Buffer.from(given);
  return presented.length === expected.length && timingSafeEqual(presented, expected);
}
