import { html, Markup } from './html-markup.ts';
import { exchangeMarkup, storyMarkup, verdictMark, VERDICTS } from './html-result.ts';
import { STYLE } from './html-style.ts';
import type { ProfileResult, Report, Verdict } from './report.ts';

/** The report as one page that needs nothing besides: it may be mailed, printed, and opened from a disk. */
export function toHtml(report: Report): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${conclusion(report)} SCIM conformance of ${report.target}</title>
        <style>
          ${new Markup(STYLE)}
        </style>
      </head>
      <body>
        <a class="skip-link" href="#results">To the results</a>
        ${heading(report)}
        <main id="results">${overview(report.profiles)} ${filter} ${report.profiles.map(profileSection)}</main>
        <footer>
          <p>
            Made by the Postern conformance suite ${report.suiteVersion}. Credentials are left out of the requests
            shown. “Not supported” is what the server itself says that it does not have; it is no failure, but has the
            consequence that is named.
          </p>
        </footer>
      </body>
    </html> `.toString();
}

function heading(report: Report): Markup {
  const seconds = (report.milliseconds / 1000).toFixed(1);
  return html`<header>
    <h1>SCIM conformance of ${report.target}</h1>
    <p class="quiet">
      <code>${report.baseUrl}</code>, <time datetime="${report.startedAt}">${report.startedAt}</time>, ${seconds} s
    </p>
    <p class="conclusion">${conclusion(report)}</p>
    ${report.stopped !== undefined && html`<p>Not everything was tried: ${report.stopped}.</p>`}
  </header>`;
}

/** The whole report in one sentence. */
function conclusion({ profiles }: Report): string {
  const failed = namesOf(profiles, 'failed');
  const passed = namesOf(profiles, 'passed').filter(name => !failed.includes(name));
  const told = [
    ...(failed.length > 0 ? [`Does not yet work with ${listed(failed)}.`] : []),
    ...(passed.length > 0 ? [`Works with ${listed(passed)}.`] : []),
  ];
  return told.join(' ') || 'Nothing could be said.';
}

function namesOf(profiles: readonly ProfileResult[], verdict: Verdict): string[] {
  const all = profiles.filter(profile => profile.verdict === verdict);
  return [...new Set(all.map(({ identityProvider }) => identityProvider))];
}

function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en').format(names);
}

function overview(profiles: readonly ProfileResult[]): Markup {
  const verdicts = Object.keys(VERDICTS) as Verdict[];
  return html`<div class="table" tabindex="0" role="region" aria-label="Verdicts">
    <table>
      <caption>
        Verdict for each identity provider; the numbers are exchanges and stories.
      </caption>
      <thead>
        <tr>
          <th scope="col">Identity provider</th>
          <th scope="col">Profile</th>
          <th scope="col">Verdict</th>
          ${verdicts.map(verdict => html`<th scope="col" class="number">${VERDICTS[verdict].word}</th>`)}
          <th scope="col" class="number">Seconds</th>
        </tr>
      </thead>
      <tbody>
        ${profiles.map(profile => overviewRow(profile, verdicts))}
      </tbody>
    </table>
  </div>`;
}

function overviewRow(profile: ProfileResult, verdicts: readonly Verdict[]): Markup {
  return html`<tr>
    <th scope="row">${profile.identityProvider}</th>
    <td><a href="#${profile.profile}">${profile.title}</a></td>
    <td>${verdictMark(profile.verdict)}</td>
    ${verdicts.map(verdict => html`<td class="number">${countOf(profile, verdict)}</td>`)}
    <td class="number">${(profile.milliseconds / 1000).toFixed(1)}</td>
  </tr> `;
}

function countOf({ exchanges, stories }: ProfileResult, verdict: Verdict): number {
  return [...exchanges, ...stories].filter(result => result.verdict === verdict).length;
}

const filter = html`<fieldset>
  <legend>Show</legend>
  <label><input type="radio" name="show" id="show-all" checked /> everything</label>
  <label><input type="radio" name="show" id="show-failed" /> what fails</label>
  <label><input type="radio" name="show" id="show-not-passed" /> all that does not pass</label>
</fieldset>`;

function profileSection(profile: ProfileResult): Markup {
  const heads = `${profile.profile}-heading`;
  const failures = [...profile.exchanges, ...profile.stories].filter(({ verdict }) => verdict === 'failed');
  return html`<section id="${profile.profile}" aria-labelledby="${heads}">
    <h2 id="${heads}">${profile.title} ${verdictMark(profile.verdict)}</h2>
    <p class="quiet"><code>${profile.profile}</code></p>
    ${
      failures.length > 0 &&
      html`<h3>What fails</h3>
        <ul>
          ${failures.map(({ title, whenWrong }) => html`<li><strong>${title}</strong>: ${whenWrong}</li>`)}
        </ul>`
    }
    <p class="nothing">Nothing of this kind here.</p>
    <h3>Exchanges</h3>
    ${profile.exchanges.map(exchange => exchangeMarkup(exchange))}
    ${
      profile.stories.length > 0 &&
      html`<h3>Stories</h3>
        ${profile.stories.map(storyMarkup)}`
    }
  </section> `;
}
