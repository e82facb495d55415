import type { SignInTestResult, TestedTarget } from '#libs/persistence';
import { sentenceOfCode } from '#libs/sign-in';
import { Html, html, page } from './html.js';

/** What came of a test sign-in, for the person who made it and who set the connection up. */
export function testResultPage(result: SignInTestResult, reference: string): string {
  const { passed, code, targets, received } = result;
  const title = passed ? 'The test sign-in passed' : 'The test sign-in came back, but something is missing';
  const main = html`<h1 class="${passed ? 'good' : 'bad'}">${title}</h1>
    <p>Nobody was signed in by it. You can close this page and go on where you began the test.</p>
    ${code === null ? accountOf(result) : refusalOf(code)}
    <h2>What the attribute mapping made of it</h2>
    ${tableOf(['Value', 'Required', 'Filled from', 'With'], targets.map(targetRow))}
    <h2>What the identity provider sent</h2>
    ${tableOf(
      ['Name', 'Values'],
      received.map(({ name, values }) => rowOf([name, values.join(', ')])),
    )}
    <p class="soft">Reference: <code>${reference}</code></p>`;
  return page(title, main);
}

function accountOf({ account: { id, login } }: SignInTestResult): Html {
  const who = html`<strong>${login ?? ''}</strong>`;
  return id === null
    ? html`<p>In earnest, ${who} would get a new account.</p>`
    : html`<p>In earnest, the account ${who} would be signed in.</p>`;
}

function refusalOf(code: string): Html {
  return html`<p class="bad">In earnest, the sign-in would be refused. ${sentenceOfCode(code)}</p>`;
}

function targetRow({ target, required, source, tried, values }: TestedTarget): Html {
  const isMissing = source === null;
  const from = isMissing ? `Missing. Looked for: ${tried.join(', ')}` : source;
  return html`<tr><th scope="row">${target}</th><td>${required ? 'yes' : 'no'}</td><td${new Html(isMissing && required ? ' class="bad"' : '')}>${from}</td><td>${values.join(', ')}</td></tr>`;
}

function rowOf([name = '', ...cells]: readonly string[]): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    ${cells.map(cell => html`<td>${cell}</td>`)}
  </tr>`;
}

/** One that is wide is scrolled, by keyboard too. */
function tableOf(heads: readonly string[], rows: readonly Html[]): Html {
  if (rows.length === 0) return html`<p>Nothing.</p>`;
  const head = heads.map(text => html`<th scope="col">${text}</th>`);
  return html`<div class="table" role="region" aria-label="${heads.join(', ')}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
