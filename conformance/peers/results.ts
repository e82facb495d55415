import type { ExchangeResult, ProfileResult, Sent, Verdict } from '../runner/report/report.ts';
import type { Peer } from './peer.ts';
import type { PeerRun } from './run-peer.ts';

/** How many failures are told in full for each profile; most others have the same cause. */
const TOLD = 3;
/** How long a body may be before it is cut. */
const SHOWN = 300;

/** What the suite has found at the peers, as Markdown. */
export function toMarkdown(found: ReadonlyMap<Peer, readonly PeerRun[]>, suiteVersion: string, date: string): string {
  const lines = [
    '# The suite against other SCIM servers',
    '',
    `postern-conformance ${suiteVersion}, ${date}, made by \`npm run conformance:peers\`.`,
  ];
  for (const [peer, runs] of found) {
    const versions = Object.entries(peer.packages).map(([name, version]) => `\`${name}\` ${version}`);
    lines.push('', `## ${peer.name}`, '', `${versions.join(', ')}.`, '', peer.note, '', ...toTable(runs));
    for (const { profile, result } of runs)
      if (result?.verdict === 'failed') lines.push(...tellFailures(profile, result));
  }
  return `${lines.join('\n')}\n`;
}

function toTable(runs: readonly PeerRun[]): string[] {
  const rows = runs.map(({ profile, result, crash = '' }) =>
    result
      ? [profile, ...count(result.exchanges), ...count(result.stories)]
      : [profile, `could not be run: ${crash.trim()}`],
  );
  const head = [
    'profile',
    'exchanges passed',
    'failed',
    'not supported',
    'skipped',
    'stories passed',
    'failed',
    'not supported',
    'skipped',
  ];
  return [head, ['---', ...head.slice(1).map(() => '--:')], ...rows].map(cells => `| ${cells.join(' | ')} |`);
}

function count(results: readonly { readonly verdict: Verdict }[]): number[] {
  const verdicts: readonly Verdict[] = ['passed', 'failed', 'not-supported', 'skipped'];
  return verdicts.map(verdict => results.filter(result => result.verdict === verdict).length);
}

/** The most telling first: what is surest to be sent, and of those what breaks most stories. */
function tellFailures(profile: string, { exchanges, stories }: ProfileResult): string[] {
  const broken = (name: string) =>
    stories.filter(({ steps }) => steps.some(step => step.name === name && step.verdict === 'failed')).length;
  const degrees = ['captured', 'documented', 'derived', 'reconstructed', undefined];
  const failed = exchanges
    .filter(({ verdict }) => verdict === 'failed')
    .toSorted((a, b) => degrees.indexOf(a.evidence) - degrees.indexOf(b.evidence) || broken(b.name) - broken(a.name));
  const telling = failed.filter((each, index) => failed.findIndex(other => causeOf(other) === causeOf(each)) === index);
  const told = telling.slice(0, TOLD);
  const others = failed.filter(each => !told.includes(each)).map(({ name }) => `\`${name}\``);
  return [
    '',
    `### ${profile}`,
    ...told.flatMap(tellFailure),
    ...(others.length > 0 ? ['', `Failed, too: ${others.join(', ')}.`] : []),
  ];
}

/** What two failures have in common whose problems differ in names and numbers only. */
function causeOf({ problems }: ExchangeResult): string {
  return (problems[0] ?? '').replaceAll(/"[^"]*"|'[^']*'|\d+/g, '');
}

function tellFailure({ name, title, problems, whenWrong, evidence = 'derived', sent }: ExchangeResult): string[] {
  const [first] = sent;
  return [
    '',
    `**${name}** ${title} (${evidence})`,
    '',
    ...problems.slice(0, 3).map(problem => `- ${cut(problem)}`),
    `- What the administrator sees: ${whenWrong}`,
    ...(first ? ['', '```http', ...tellSent(first), '```'] : []),
  ];
}

function tellSent({ method, url, requestBody, status, responseBody, error }: Sent): string[] {
  const { pathname, search } = new URL(url);
  const bodies = [requestBody, responseBody].map(body => (body ? [cut(body)] : []));
  return [`${method} ${pathname}${search}`, ...(bodies[0] ?? []), `→ ${status ?? error}`, ...(bodies[1] ?? [])];
}

function cut(text: string): string {
  const line = text.replaceAll(/\s*\n\s*/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
