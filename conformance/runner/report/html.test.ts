import { describe, expect, it } from 'vitest';
import { html } from './html-markup.ts';
import { toHtml } from './html.ts';
import type { ExchangeResult, Report } from './report.ts';

const passed: ExchangeResult = {
  name: '01-probe',
  title: 'Probe',
  records: ['OK-01'],
  evidence: 'captured',
  source: 'a trial tenant',
  verdict: 'passed',
  problems: [],
  whenWrong: 'The test of the connection fails.',
  hint: 'Answer lists.',
  sent: [{ method: 'GET', url: '/Users?count=1', requestHeaders: { Accept: '*/*' }, status: 200, milliseconds: 4 }],
};

const hostile: ExchangeResult = {
  ...passed,
  name: '02-create',
  title: 'Create',
  verdict: 'failed',
  problems: ['body.userName: expected "a", came "<script>alert(1)</script>"'],
  sent: [
    {
      method: 'POST',
      url: `/Users?x="'><img src=x onerror=alert(1)>`,
      requestHeaders: { 'X-<b>': '&amp;' },
      requestBody: '{"a":1}',
      status: 200,
      responseHeaders: { Server: '</pre><iframe src=//example.com>' },
      responseBody: '</style></details><svg onload=alert(1)>\u0000\u202e',
      milliseconds: 12.6,
    },
  ],
};

function report(exchanges: readonly ExchangeResult[], verdict: 'passed' | 'failed'): Report {
  return {
    baseUrl: 'https://scim.example.com/scim/v2',
    target: 'Example <1.0>',
    startedAt: '2026-10-01T10:00:00Z',
    milliseconds: 1234,
    suiteVersion: '0.1.0',
    profiles: [
      {
        profile: 'okta-custom-app',
        title: 'Okta, custom app',
        identityProvider: 'Okta',
        verdict,
        exchanges,
        stories: [{ name: '01-life', title: 'Life', verdict, problems: [], whenWrong: 'It ends.', steps: exchanges }],
        milliseconds: 1200,
      },
    ],
  };
}

describe('toHtml', () => {
  const page = toHtml(report([passed, hostile], 'failed'));

  it('begins with the verdict', () => {
    expect(page).toContain('<p class="conclusion">Does not yet work with Okta.</p>');
    expect(toHtml(report([passed], 'passed'))).toContain('<p class="conclusion">Works with Okta.</p>');
    expect(toHtml({ ...report([], 'passed'), profiles: [] })).toContain('Nothing could be said.');
  });

  it('says when not everything was tried', () => {
    expect(toHtml({ ...report([passed], 'passed'), stopped: 'it is gone' })).toContain(
      'Not everything was tried: it is gone.',
    );
    expect(page).not.toContain('Not everything');
  });

  it('says of something not sent that it was not, unless the requests are left out', () => {
    expect(toHtml(report([{ ...passed, sent: [] }], 'passed'))).not.toContain('nothing sent');
    expect(toHtml(report([{ ...passed, verdict: 'skipped', sent: [] }], 'passed'))).toContain(' · nothing sent');
  });

  it('is not indented, but for what was sent', () => {
    expect(page).not.toMatch(/\n +</);
    expect(page).toContain('{\n  &quot;a&quot;: 1\n}');
  });

  it('counts exchanges and stories', () => {
    expect([...page.matchAll(/<td class="number">([\d.]+)<\/td>/g)].map(([, number]) => number)).toEqual([
      '1',
      '2',
      '0',
      '0',
      '1.2',
    ]);
  });

  it('escapes what the server says', () => {
    expect(page).not.toMatch(/<(?:script|img|iframe|svg|b)\b/);
    expect(page).toContain('&lt;/style&gt;&lt;/details&gt;&lt;svg onload=alert(1)&gt;\\u0000\\u202e');
    expect(page).toContain('x=&quot;&#39;&gt;&lt;img');
    expect(page).toContain('X-&lt;b&gt;: &amp;amp;');
  });

  it('shows less of what passes', () => {
    const [sent = { method: 'GET', url: '/', requestHeaders: {}, milliseconds: 1 }] = passed.sent;
    const long = { ...passed, sent: Array.from({ length: 9 }, () => ({ ...sent, responseBody: 'x'.repeat(9000) })) };
    const text = toHtml({ ...report([long], 'passed') });
    expect(text).toContain('7000 more characters');
    expect(text).toContain('… and 7 more requests.');
    expect(toHtml(report([{ ...long, verdict: 'failed' }], 'failed'))).not.toMatch(/more (?:characters|requests)/);
  });

  it('loads nothing', () => {
    expect(page).not.toMatch(/\s(?:src|href)="(?!#)|url\(|@import/);
  });

  it('opens what fails, and says what to do about it', () => {
    expect(page.match(/<details class="result is-failed has-failed" open>/g)).toHaveLength(2);
    expect(page.match(/Where to look first<\/dt>\s*<dd>Answer lists\.<\/dd>/g)).toHaveLength(2);
    expect(page).toContain('<strong>Create</strong>: The test of the connection fails.');
  });

  it('shows compact JSON with line breaks, and anything else as it came', () => {
    expect(page).toContain('{\n  &quot;a&quot;: 1\n}');
    const doubled = { ...hostile, sent: [{ ...hostile.sent[0]!, requestBody: '{"a":1,"a":2}' }] };
    expect(toHtml(report([doubled], 'failed'))).toContain('{&quot;a&quot;:1,&quot;a&quot;:2}');
  });
});

describe('html', () => {
  it('escapes strings, and leaves its own alone', () => {
    expect(html`<b>${'<'}${html`<i>${"'"}</i>`}${['&', 1, false, undefined]}</b>`.toString()).toBe(
      '<b>&lt;<i>&#39;</i>&amp;1</b>',
    );
  });
});
