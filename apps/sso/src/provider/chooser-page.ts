import { html, page } from '../http/pages/html.js';

/** What the page says besides. */
export interface ChooserOptions {
  readonly applicationName: string;
  /** What was entered before, and leads nowhere. */
  readonly unknown?: string;
}

/** Asks where somebody signs in. It tells nothing of people: only whether a domain or an enterprise signs in here. */
export function chooserPage(action: string, { applicationName, unknown }: ChooserOptions): string {
  const problem =
    unknown === undefined
      ? []
      : [
          html`<p class="bad" id="problem" role="alert">
            Single sign-on is not set up for this. Look for a slip of the pen, or ask your administrator.
          </p>`,
        ];
  const describedBy = unknown === undefined ? [] : [html` aria-invalid="true" aria-describedby="problem"`];
  return page(
    'Sign in',
    html`<h1>Sign in to ${applicationName}</h1>
      <p>Your organization signs you in.</p>
      ${problem}
      <form method="post" action="${action}">
        <label for="hint">E-mail address, or key of your enterprise</label>
        <input
          id="hint"
          name="hint"
          value="${unknown ?? ''}"
          maxlength="254"
          required
          autofocus
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          ${describedBy}
        />
        <button>Continue</button>
      </form>`,
  );
}
