import type { Response } from 'express';
import { contentSecurityPolicy, formSecurityPolicy } from './html.js';

/** Answers with a page that nobody may keep, frame or be told of by a Referer. */
export function answerPage(response: Response, status: number, page: string, { hasForm = false } = {}): void {
  if (response.headersSent) return;
  response
    .status(status)
    .set({
      'Content-Security-Policy': hasForm ? formSecurityPolicy : contentSecurityPolicy,
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    })
    .send(page);
}
