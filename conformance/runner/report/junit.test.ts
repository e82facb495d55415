import { describe, expect, it } from 'vitest';
import { toJunit } from './junit.ts';
import type { ExchangeResult, Report, StoryResult, Verdict } from './report.ts';

function result(verdict: Verdict, more: Partial<ExchangeResult> = {}): ExchangeResult {
  return {
    name: '01-probe',
    title: 'Probe',
    records: [],
    verdict,
    problems: [],
    whenWrong: 'It fails.',
    hint: 'Look.',
    sent: [],
    ...more,
  };
}

function report(exchanges: readonly ExchangeResult[], stories: readonly StoryResult[] = []): Report {
  return {
    baseUrl: 'https://scim.example.com',
    target: 'Example',
    startedAt: '2026-10-01T10:00:00.123Z',
    milliseconds: 2500,
    suiteVersion: '0.1.0',
    profiles: [
      {
        profile: 'okta',
        title: 'Okta',
        identityProvider: 'Okta',
        verdict: 'failed',
        exchanges,
        stories,
        milliseconds: 2000,
      },
    ],
  };
}

function story(verdict: Verdict, steps: readonly ExchangeResult[], problems: readonly string[] = []): StoryResult {
  return { name: '01-life', title: 'Life', verdict, problems, whenWrong: 'It ends.', steps };
}

describe('toJunit', () => {
  it('counts a case for each exchange and each step', () => {
    const xml = toJunit(
      report(
        [result('passed'), result('failed'), result('not-supported', { lacks: ['bulk'] })],
        [story('failed', [result('passed'), result('failed')]), story('skipped', [], ['No second server.'])],
      ),
    );
    expect(xml).toContain('tests="6" failures="2" errors="0" skipped="2" time="2.500"');
    expect(xml).toContain('timestamp="2026-10-01T10:00:00"');
    expect(xml.match(/<testcase /g)).toHaveLength(6);
    expect(xml).toContain('<testcase classname="okta.01-life" name="02 Probe"');
    expect(xml).toContain('<skipped message="Not supported by this server: bulk. It fails."/>');
    expect(xml).toContain('<skipped message="No second server."/>');
  });

  it('tells what is wrong with a story as a whole beside its steps', () => {
    const xml = toJunit(report([], [story('failed', [result('passed')], ['Somebody came twice.'])]));
    expect(xml).toContain('tests="2" failures="1"');
    expect(xml).toContain('<failure message="Somebody came twice."');
  });

  it('escapes, and leaves out what XML cannot hold', () => {
    const problems = ['"a" & <b>\u0000\u001b\ud800\ufffe\n]]>'];
    const sent = [
      { method: 'GET', url: '/Users', requestHeaders: {}, status: 500, responseBody: '<x>\u0007😀', milliseconds: 7 },
    ];
    const xml = toJunit(report([result('failed', { problems, sent })]));
    expect(xml).toContain('message="&quot;a&quot; &amp; &lt;b&gt; ]]&gt;"');
    expect(xml).toContain('&lt; &lt;x&gt;😀');
    expect(xml).toContain('time="0.007"');
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe]/);
  });
});
