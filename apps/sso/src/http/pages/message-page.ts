import { html, page } from './html.js';

/** A page with one thing to say. */
export function messagePage({ title, text }: { readonly title: string; readonly text: string }): string {
  return page(
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>`,
  );
}
