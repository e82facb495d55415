import type { ExchangeResult, ProfileResult, Report, Sent, StoryResult } from './report.ts';

/** The report as JUnit XML, as build servers read it: a suite for each profile, a case for each exchange and step. */
export function toJunit(report: Report): string {
  const suites = report.profiles.map(profile => suiteXml(profile, report.startedAt));
  const { cases, failures, skipped } = sumOf(report.profiles.flatMap(casesOf));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: `SCIM conformance of ${report.target}`, tests: cases, failures, errors: 0, skipped, time: seconds(report.milliseconds) })}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

interface Case {
  readonly classname: string;
  readonly name: string;
  readonly result: ExchangeResult;
}

function suiteXml(profile: ProfileResult, timestamp: string): string {
  const cases = casesOf(profile);
  const { failures, skipped } = sumOf(cases);
  const about = {
    name: profile.title,
    tests: cases.length,
    failures,
    errors: 0,
    skipped,
    time: seconds(profile.milliseconds),
    timestamp: timestamp.replace(/(?:\.\d+)?Z$/, ''),
  };
  return [`  <testsuite${attributes(about)}>`, ...cases.map(caseXml), '  </testsuite>'].join('\n');
}

function casesOf({ profile, exchanges, stories }: ProfileResult): Case[] {
  return [
    ...exchanges.map(result => ({ classname: profile, name: `${result.name}: ${result.title}`, result })),
    ...stories.flatMap(story => storyCases(profile, story)),
  ];
}

/** The steps are numbered: a story may take the same one twice. */
function storyCases(profile: string, story: StoryResult): Case[] {
  const classname = `${profile}.${story.name}`;
  const steps = story.steps.map((result, index) => ({
    classname,
    name: `${String(index + 1).padStart(2, '0')} ${result.title}`,
    result,
  }));
  // A story that could not begin has no step that says so.
  const isTold = steps.some(({ result }) => result.verdict === story.verdict) && story.problems.length === 0;
  return isTold ? steps : [{ classname, name: story.title, result: wholeStory(story) }, ...steps];
}

function wholeStory({ name, title, verdict, problems, whenWrong }: StoryResult): ExchangeResult {
  return { name, title, verdict, problems, whenWrong, records: [], hint: '', sent: [] };
}

function sumOf(cases: readonly Case[]): { cases: number; failures: number; skipped: number } {
  const failures = cases.filter(({ result }) => result.verdict === 'failed').length;
  const passed = cases.filter(({ result }) => result.verdict === 'passed').length;
  return { cases: cases.length, failures, skipped: cases.length - failures - passed };
}

function caseXml({ classname, name, result }: Case): string {
  const time = seconds(result.sent.reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  const start = `    <testcase${attributes({ classname, name, time })}`;
  if (result.verdict === 'passed') return `${start}/>`;
  return `${start}>\n      ${outcome(result)}\n    </testcase>`;
}

function outcome(result: ExchangeResult): string {
  if (result.verdict === 'failed') {
    const message = result.problems[0] ?? result.whenWrong;
    return `<failure${attributes({ message, type: 'nonconformance' })}>${escaped(explanation(result))}</failure>`;
  }
  return `<skipped${attributes({ message: whySkipped(result) })}/>`;
}

function whySkipped({ verdict, lacks = [], problems, whenWrong }: ExchangeResult): string {
  if (verdict === 'skipped') return problems.join(' ');
  return [`Not supported by this server: ${lacks.join(', ')}.`, ...problems, whenWrong].join(' ').trim();
}

function explanation({ problems, whenWrong, hint, sent }: ExchangeResult): string {
  return [
    ...problems.map(problem => `- ${problem}`),
    '',
    `The administrator sees: ${whenWrong}`,
    ...(hint === '' ? [] : [`Look first: ${hint}`]),
    ...sent.map(exchangeText),
  ].join('\n');
}

function exchangeText(sent: Sent): string {
  const headers = (all: Readonly<Record<string, string>> = {}): string[] =>
    Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [
    '',
    `> ${sent.method} ${sent.url}`,
    ...[...headers(sent.requestHeaders), ...lines(sent.requestBody)].map(line => `> ${line}`),
    `< ${sent.status ?? sent.error ?? 'no answer'}`,
    ...[...headers(sent.responseHeaders), ...lines(sent.responseBody)].map(line => `< ${line}`),
  ].join('\n');
}

function lines(text = ''): string[] {
  return text === '' ? [] : ['', ...text.split('\n')];
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll(/\s/g, ' ')}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// What XML 1.0 allows (https://www.w3.org/TR/xml/#charsets); the rest may not even be written as a reference.
const illegal = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function escaped(text: string): string {
  return text.replaceAll(illegal, '').replaceAll(/[&<>"]/g, character => entities[character] ?? '');
}
