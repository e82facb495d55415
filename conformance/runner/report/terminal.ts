import { styleText } from 'node:util';
import { withoutControls } from './without-secrets.ts';
import type { ExchangeResult, ProfileResult, Sent, StoryResult, Verdict } from './report.ts';

const words: Readonly<Record<Verdict, string>> = {
  passed: 'passed',
  failed: 'FAILED',
  'not-supported': 'not supported',
  skipped: 'skipped',
};

const colours = { passed: 'green', failed: 'red', 'not-supported': 'yellow', skipped: 'yellow' } as const;

/** How long a header or body may be before it is cut. */
const SHOWN = 600;

type Skipped = ExchangeResult | StoryResult;

/** Writes text with or without colours. */
export interface Painter {
  (colour: 'green' | 'red' | 'yellow' | 'bold' | 'dim', text: string): string;
}

/** Colours when the stream shows them; none otherwise. */
export function painterFor(stream: NodeJS.WriteStream): Painter {
  return (colour, text) => styleText(colour, text, { stream });
}

/** A verdict as a word, in its colour, filled up to a width. */
export function tellVerdict(verdict: Verdict, paint: Painter, width = 0): string {
  return paint(colours[verdict], words[verdict].padEnd(width));
}

/** One line about a profile: "passed  okta-custom-app  24 exchanges passed, 1 not supported; 6 stories passed; 3.1 s". */
export function tellProfile(
  { profile, verdict, exchanges, stories, milliseconds }: ProfileResult,
  paint: Painter,
): string {
  const counts = [count('exchange', 'exchanges', exchanges), count('story', 'stories', stories)].filter(Boolean);
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  return `${tellVerdict(verdict, paint, 13)}  ${paint('bold', profile)}  ${[...counts, seconds].join('; ')}`;
}

/** Everything of a profile that did not pass, in full. */
export function tellDetails(result: ProfileResult, paint: Painter): string[] {
  // A server's answers must not tell the terminal what to do.
  const { exchanges, stories } = withoutControls(result);
  const skipped = [...exchanges, ...stories].filter(({ verdict }) => verdict === 'skipped');
  const alike = [...Map.groupBy(skipped, ({ problems }) => problems.join(' ')).values()].filter(isMany);
  const toldAtOnce = new Set(alike.flat());
  return [
    ...exchanges
      .filter(result => result.verdict !== 'passed' && !toldAtOnce.has(result))
      .flatMap(result => tellExchange(result, paint)),
    ...stories
      .filter(result => !toldAtOnce.has(result))
      .flatMap(result => (result.verdict === 'passed' ? tellNotes(result) : tellStory(result, paint))),
    ...alike.map(results => tellSkipped(results, paint)),
  ];
}

/** What was skipped for one reason is told at once, unless that hides which few they are. A story's reasons are its steps'. */
function isMany(results: readonly Skipped[]): boolean {
  return results.length > 3 && (results[0]?.problems.length ?? 0) > 0;
}

function tellSkipped(results: readonly Skipped[], paint: Painter): string {
  return `  ${tellVerdict('skipped', paint)}  ${results.length} exchanges and stories: ${results[0]?.problems.join(' ')}`;
}

/** What passed may have something to say all the same. */
function tellNotes({ name, steps }: StoryResult): string[] {
  return steps.flatMap(({ problems }) => problems).map(note => `  story ${name}: ${note}`);
}

function tellExchange(result: ExchangeResult, paint: Painter): string[] {
  const { name, title, verdict, problems, whenWrong, hint, evidence, source, sent, lacks = [] } = result;
  const head = `  ${tellVerdict(verdict, paint)}  ${paint('bold', name)}  ${title === name ? '' : title}`.trimEnd();
  if (verdict === 'not-supported') {
    return [head, `    The server does not have: ${lacks.join(', ')}. Without it: ${whenWrong}`];
  }
  if (verdict === 'skipped') return [head, ...problems.map(problem => `    ${problem}`)];
  return [
    '',
    head,
    ...problems.map(problem => `    - ${problem}`),
    `    What the administrator sees: ${whenWrong}`,
    `    Hint: ${hint}`,
    ...(evidence === undefined ? [] : [paint('dim', `    Evidence: ${evidence}; ${source ?? ''}`)]),
    ...sent.slice(0, 1).flatMap(each => tellSent(each).map(line => paint('dim', `      ${line}`))),
  ];
}

function tellStory(story: StoryResult, paint: Painter): string[] {
  const { name, title, verdict, problems, whenWrong, steps } = story;
  const head = `  ${tellVerdict(verdict, paint)}  story ${paint('bold', name)}  ${title}`;
  if (verdict !== 'failed') {
    // Why it was not tried is the same for many of its steps.
    const reasons = new Set([...problems, ...steps.flatMap(step => step.problems)]);
    return [head, ...[...reasons].map(reason => `    ${reason}`)];
  }
  const lines = [
    '',
    head,
    ...problems.map(problem => `    - ${problem}`),
    `    What the administrator sees: ${whenWrong}`,
  ];
  for (const [index, step] of steps.entries()) {
    if (step.verdict === 'failed') lines.push(...tellExchange(step, paint).filter(Boolean));
    else lines.push(`  ${tellVerdict(step.verdict, paint)}  step ${index + 1}  ${step.name}`);
  }
  return lines;
}

function tellSent({
  method,
  url,
  requestHeaders,
  requestBody,
  status,
  responseHeaders = {},
  responseBody,
  error,
}: Sent): string[] {
  const ours = Object.entries(requestHeaders).map(([name, value]) => `> ${name}: ${value}`);
  const theirs = ['content-type', 'location', 'etag', 'retry-after', 'www-authenticate']
    .filter(name => responseHeaders[name] !== undefined)
    .map(name => `< ${name}: ${responseHeaders[name]}`);
  return [
    `> ${method} ${url}`,
    ...ours,
    ...(requestBody ? [`> ${cut(requestBody)}`] : []),
    error === undefined ? `< ${status}` : `< no answer: ${error}`,
    ...theirs,
    ...(responseBody ? [`< ${cut(responseBody)}`] : []),
  ];
}

function cut(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}… (${line.length} characters)` : line;
}

function count(one: string, many: string, results: readonly { readonly verdict: Verdict }[]): string {
  if (results.length === 0) return '';
  const parts = (['passed', 'failed', 'not-supported', 'skipped'] as const)
    .map(verdict => [results.filter(result => result.verdict === verdict).length, words[verdict]] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`);
  return `${results.length === 1 ? one : many}: ${parts.join(', ')}`;
}
