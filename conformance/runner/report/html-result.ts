import type { Evidence } from '../profile/exchange.ts';
import { html, type Markup } from './html-markup.ts';
import type { ExchangeResult, Sent, StoryResult, Verdict } from './report.ts';

/** A verdict is told by a sign and a word, never by its color alone. */
export const VERDICTS: Readonly<Record<Verdict, { readonly sign: string; readonly word: string }>> = {
  passed: { sign: '✓', word: 'Passes' },
  failed: { sign: '✗', word: 'Fails' },
  'not-supported': { sign: '○', word: 'Not supported' },
  skipped: { sign: '–', word: 'Not tried' },
};

const evidences: Readonly<Record<Evidence, string>> = {
  captured: 'seen in the traffic of a real tenant',
  documented: "written in the identity provider's documentation",
  derived: 'follows from a standard or from other exchanges',
  reconstructed: 'put together from what servers had to be changed for',
};

/** How much is shown of what failed, and of what did not: a report has to go through a mail server. */
const MUCH = { requests: 20, body: 20_000 };
const LITTLE = { requests: 2, body: 2_000 };

/** The verdict as it stands in a line. */
export function verdictMark(verdict: Verdict): Markup {
  const { sign, word } = VERDICTS[verdict];
  return html`<span class="verdict ${verdict}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}

/** An exchange, or one step of a story; open when it failed. */
export function exchangeMarkup(result: ExchangeResult, number?: number): Markup {
  return html`<details class="result is-${result.verdict} has-${result.verdict}" ${opened(result.verdict)}>
    <summary>
      ${verdictMark(result.verdict)} <span class="title">${number !== undefined && `${number}. `}${result.title}</span>
      <span class="aside"
        ><code>${result.name}</code>${result.evidence !== undefined && ` · ${result.evidence}`}${took(result)}</span
      >
    </summary>
    <div>${findings(result)} ${traffic(result)}</div>
  </details> `;
}

/** A story and its steps; open when it failed. */
export function storyMarkup(story: StoryResult): Markup {
  const verdicts = new Set([story.verdict, ...story.steps.map(step => step.verdict)]);
  const classes = ['result', `is-${story.verdict}`, ...[...verdicts].map(verdict => `has-${verdict}`)].join(' ');
  return html`<details class="${classes}" ${opened(story.verdict)}>
    <summary>
      ${verdictMark(story.verdict)} <span class="title">${story.title}</span>
      <span class="aside"><code>${story.name}</code> · ${story.steps.length} steps</span>
    </summary>
    <div>
      <dl>${problemList(story.problems)}${story.verdict !== 'passed' && administratorSees(story)}</dl>
      ${story.steps.map((step, index) => exchangeMarkup(step, index + 1))}
    </div>
  </details> `;
}

function opened(verdict: Verdict): Markup | false {
  return verdict === 'failed' && html`open`;
}

function took({ sent, verdict }: ExchangeResult): string {
  // Something that passed was sent; a report of many targets leaves it out.
  if (sent.length === 0) return verdict === 'passed' ? '' : ' · nothing sent';
  return ` · ${Math.round(sent.reduce((sum, { milliseconds }) => sum + milliseconds, 0))} ms`;
}

function findings(result: ExchangeResult): Markup {
  const { verdict, hint, evidence, source, records, lacks = [] } = result;
  return html`<dl>
    ${problemList(result.problems)}
    ${
      lacks.length > 0 &&
      html`<dt>This server does not have</dt>
        <dd>${lacks.join(', ')}</dd>`
    }
    ${verdict !== 'passed' && administratorSees(result)}
    ${
      verdict !== 'passed' &&
      hint !== '' &&
      html`<dt>Where to look first</dt>
        <dd>${hint}</dd>`
    }
    ${
      evidence !== undefined &&
      html`<dt>How we know</dt>
        <dd>${evidence}: ${evidences[evidence]}${source !== undefined && `. ${source}`}</dd>`
    }
    ${
      records.length > 0 &&
      html`<dt>In the catalogue</dt>
        <dd>${records.join(', ')}</dd>`
    }
  </dl>`;
}

function problemList(problems: readonly string[]): Markup | false {
  if (problems.length === 0) return false;
  return html`<dt>What is wrong</dt>
    <dd class="problems">
      <ul>
        ${problems.map(problem => html`<li>${problem}</li>`)}
      </ul>
    </dd>`;
}

function administratorSees({ whenWrong, verdict }: ExchangeResult | StoryResult): Markup | false {
  const label = verdict === 'failed' ? 'What the administrator sees' : 'What the administrator would see';
  return (
    whenWrong !== '' &&
    html`<dt>${label}</dt>
      <dd>${whenWrong}</dd>`
  );
}

function traffic({ verdict, sent: all }: ExchangeResult): Markup {
  const { requests, body } = verdict === 'failed' ? MUCH : LITTLE;
  const shown = all.slice(0, requests);
  const left = all.length - shown.length;
  return html`${shown.map((sent, index) => sentMarkup(sent, body, all.length > 1 ? index + 1 : undefined))}
  ${left > 0 && html`<p class="quiet">… and ${left} more requests.</p>`}`;
}

function sentMarkup(sent: Sent, longest: number, number?: number): Markup {
  const which = number === undefined ? '' : ` ${number}`;
  const request = `${sent.method} ${sent.url}\n${headerLines(sent.requestHeaders)}${bodyText(sent.requestBody, longest)}`;
  const answer =
    sent.status === undefined
      ? (sent.error ?? 'No answer.')
      : `${sent.status}\n${headerLines(sent.responseHeaders ?? {})}${bodyText(sent.responseBody, longest)}${sent.error === undefined ? '' : `\n\n${sent.error}`}`;
  return html`<div class="pair">
    <div>
      <h5>Request${which}</h5>
      <pre tabindex="0" role="region" aria-label="Request${which}">${request}</pre>
    </div>
    <div>
      <h5>Response${which}, ${Math.round(sent.milliseconds)} ms</h5>
      <pre tabindex="0" role="region" aria-label="Response${which}">${answer}</pre>
    </div>
  </div>`;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

function bodyText(body: string | undefined, longest: number): string {
  if (body === undefined || body === '') return '';
  const text = indented(body);
  if (text.length <= longest) return `\n${text}`;
  return `\n${text.slice(0, longest)}\n… ${text.length - longest} more characters`;
}

/** JSON with line breaks. What is not JSON, or would not read the same (numbers, doubled keys), stays as it is. */
function indented(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    return JSON.stringify(value) === body ? JSON.stringify(value, undefined, 2) : body;
  } catch {
    return body;
  }
}
