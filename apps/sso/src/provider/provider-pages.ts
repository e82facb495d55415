import type { errors, KoaContextWithOIDC } from 'oidc-provider';
import { formSecurityPolicy, html, Html, page } from '../http/pages/html.js';

type Context = Pick<KoaContextWithOIDC, 'path' | 'set' | 'type' | 'status' | 'body' | 'oidc'>;

/** What every page of the provider is sent with; to what is no page, it does no harm. */
export async function pageHeaders(context: Context, next: () => Promise<void>): Promise<void> {
  context.set({
    'Content-Security-Policy': formSecurityPolicy,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  });
  await next();
}

/** Asks whether to sign out, since a link of anybody leads here (OpenID Connect RP-Initiated Logout §2). */
export function signOutPage(context: Context, form: string): void {
  const name = context.oidc.client?.clientName;
  show(
    context,
    'Sign out',
    html`<h1>Sign out?</h1>
      <p>
        ${name ? `${name} asks to sign you out.` : 'You will be signed out.'} You are signed out of every application.
      </p>
      ${new Html(form)}
      <p>
        <button form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
        <button form="op.logoutForm" class="second">Stay signed in</button>
      </p>`,
  );
}

export function signedOutPage(context: Context): void {
  show(
    context,
    'Signed out',
    html`<h1>You are signed out</h1>
      <p>You can close this page.</p>`,
  );
}

/** What is wrong with a request that cannot be sent back to its application. */
export function errorPage(context: Context, error: errors.OIDCProviderError | Error): void {
  const code = 'error' in error ? error.error : 'server_error';
  const description = 'error_description' in error ? (error.error_description ?? '') : '';
  show(
    context,
    'This does not work',
    html`<h1>This does not work</h1>
      <p>The application sent a request that cannot be answered. Go back to it and try again.</p>
      <p class="soft"><code>${code}</code> ${description}</p>`,
  );
}

function show(context: Context, title: string, main: Html): void {
  context.type = 'html';
  context.body = page(title, main);
}
