import type { Exchange, Feature } from '../profile/exchange.ts';
import type { ExchangeResult, Sent, Verdict } from '../report/report.ts';
import type { Attempt } from './send-exchange.ts';

/** What a result says of its exchange, however it went. */
export type Told = Pick<ExchangeResult, 'name' | 'title' | 'records' | 'evidence' | 'source' | 'whenWrong' | 'hint'>;

/** What a report says of an exchange. */
export function tell(name: string, { title, records, evidence, source, whenWrong, hint }: Exchange): Told {
  return { name, title, records, evidence, source, whenWrong, hint };
}

/** A result without a request. */
export function untried(told: Told, verdict: Verdict, problem: string): ExchangeResult {
  return { ...told, verdict, problems: [problem], sent: [] };
}

/** The result for a server that says it does not have what this needs. */
export function notSupported(told: Told, lacks: readonly Feature[], sent: readonly Sent[] = []): ExchangeResult {
  return { ...told, verdict: 'not-supported', problems: [], lacks, sent };
}

/** The result of all attempts of one exchange. */
export function toResult(told: Told, attempts: readonly Attempt[]): ExchangeResult {
  const failed = attempts.filter(({ problems }) => problems.length > 0);
  const sent = attempts.flatMap(attempt => attempt.sent ?? []);
  const [first] = failed;
  if (!first) return { ...told, verdict: 'passed', problems: [], sent: fewOfEach(sent) };
  if (failed.every(({ lacks }) => lacks.length > 0)) return notSupported(told, first.lacks, fewOfEach(sent));
  const verdict = failed.every(({ isSkipped }) => isSkipped) ? 'skipped' : 'failed';
  const problems = [...new Set(failed.flatMap(attempt => attempt.problems))];
  return { ...told, verdict, problems: few(problems), sent: fewOfEach(failed.flatMap(attempt => attempt.sent ?? [])) };
}

/** The worst of several verdicts; a story of which a part was not tried has not passed. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ['failed', 'not-supported', 'skipped'];
  return order.find(verdict => verdicts.includes(verdict)) ?? 'passed';
}

/** One of each status comes first: a flood is to show the 429, too. */
function fewOfEach(sent: readonly Sent[]): readonly Sent[] {
  const firsts = new Map(sent.toReversed().map(each => [each.status, each]));
  const isFirst = (each: Sent) => firsts.get(each.status) === each;
  return few([...sent.filter(isFirst), ...sent.filter(each => !isFirst(each))]);
}

/** A hundred times the same says no more than a few times. */
function few<T>(all: readonly T[]): readonly T[] {
  return all.slice(0, 10);
}
