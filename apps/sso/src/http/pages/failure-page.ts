import { html, page } from './html.js';

/** All that a browser is told of a sign-in that was refused. The cause is in the trace, under the reference. */
export function failurePage(reference: string): string {
  const main = html`<h1>Sign-in failed</h1>
    <p>You were not signed in. Try again from the application that you came from.</p>
    <p>If it fails again, give your administrator this reference:</p>
    <p><code>${reference}</code></p>`;
  return page('Sign-in failed', main);
}
