import { hash } from 'node:crypto';
import type { Response } from 'express';
import { html, Html, page } from './html.js';

/** A form that a browser posts to an identity provider (SAML 2.0 bindings §3.5). */
export interface PostedForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const SUBMIT = 'document.forms[0].submit()';
/** Where an identity provider sends the form on is its own affair; browsers ask for that here, too. */
const POLICY = [
  "default-src 'none'",
  `script-src 'sha256-${hash('sha256', SUBMIT, 'base64')}'`,
  "base-uri 'none'",
  'form-action https:',
  "frame-ancestors 'none'",
].join('; ');

/** Answers with a page that posts a form by itself, or by its button where scripts are off. */
export function answerForm(response: Response, { action, fields }: PostedForm): void {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const main = html`<h1>On to your identity provider</h1>
    <form method="post" action="${action}">${inputs}<button>Continue</button></form>
    ${new Html(`<script>${SUBMIT}</script>`)}`;
  response
    .status(200)
    .set({
      'Content-Security-Policy': POLICY,
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    })
    .send(page('Sign in', main));
}
