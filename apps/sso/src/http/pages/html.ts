import { hash } from 'node:crypto';

/** A piece of HTML, in which every text that came from elsewhere is escaped. */
export class Html {
  constructor(readonly text: string) {}
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes HTML; what stands in it is escaped, unless it is HTML already. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return new Html(strings.reduce((text, next, index) => `${text}${toText(values[index - 1] ?? '')}${next}`));
}

function toText(value: string | Html | readonly Html[]): string {
  if (value instanceof Html) return value.text;
  if (typeof value !== 'string') return value.map(toText).join('');
  return value.replaceAll(/[&<>"']/g, sign => ESCAPES[sign] ?? sign);
}

const STYLE = `:root{color-scheme:light dark;--ink:#1a2230;--soft:#4d5869;--line:#d5dae2;--paper:#fff;--ground:#f2f4f7;--good:#17693a;--bad:#a3241b}
@media (prefers-color-scheme:dark){:root{--ink:#eef1f6;--soft:#b3bdcc;--line:#3b4657;--paper:#1b222d;--ground:#11161e;--good:#7fd6a2;--bad:#ff9d94}}
*{box-sizing:border-box}body{margin:0;padding:8vh 1.25rem;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
main{max-width:46rem;margin:0 auto;padding:2rem;background:var(--paper);border:1px solid var(--line);border-radius:.75rem;overflow-wrap:anywhere}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25}h2{margin:2rem 0 .5rem;font-size:1.1rem}p{margin:.5rem 0}
.soft{color:var(--soft)}.good{color:var(--good)}.bad{color:var(--bad)}code{font:.95em ui-monospace,monospace}
.table{overflow-x:auto}table{width:100%;border-collapse:collapse}th,td{padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
label{display:block;margin:1rem 0 .35rem;font-weight:600}input{width:100%;padding:.6rem .75rem;border:1px solid var(--soft);border-radius:.4rem;background:var(--paper);color:inherit;font:inherit}
button{margin:1rem .5rem 0 0;padding:.6rem 1.25rem;border:1px solid var(--ink);border-radius:.4rem;background:var(--ink);color:var(--paper);font:inherit;font-weight:600;cursor:pointer}button.second{background:transparent;color:inherit}
:focus-visible{outline:3px solid #4a7dff;outline-offset:2px}`;

/** No script, no frame, nothing from elsewhere; only the style above. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${hash('sha256', STYLE, 'base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For pages with a form: what it leads to in the end is an identity provider or an application. Scripts need a hash of their own. */
export const formSecurityPolicy = `${contentSecurityPolicy.replace("form-action 'none'", "form-action 'self' https: http:")}; script-src 'none'`;

/** A whole page. */
export function page(title: string, main: Html): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
${html`<title>${title}</title>`.text}<style>${STYLE}</style></head>
<body><main>${main.text}</main></body>
</html>
`;
}
