import type { ExchangeResult, ProfileResult, Report, StoryResult, Verdict } from './report.ts';

/** Something that has been run against every target. */
interface Outcome {
  readonly name: string;
  readonly verdict: Verdict;
  readonly problems: readonly string[];
}

/** What has come of one thing at one target. */
interface At<Result> {
  readonly target: string;
  readonly result: Result;
}

const order: readonly Verdict[] = ['failed', 'skipped', 'not-supported', 'passed'];

/**
 * Several targets in one report, as if they were one: of each exchange and story what is worst, and where, unless it is the same
 * at all of them. Requests are those of what failed.
 */
export function mergeReports(reports: readonly Report[], milliseconds: number): Report | undefined {
  const [first, ...others] = reports;
  if (!first || others.length === 0) return first;
  const [stopped] = reports.flatMap(report => report.stopped ?? []);
  const names = [...new Set(reports.flatMap(({ profiles }) => profiles.map(({ profile }) => profile)))];
  return {
    ...first,
    target: `${first.target.replace(/ \(.*$/, '')}, ${reports.length} connections`,
    milliseconds,
    profiles: names.map(name =>
      mergeProfiles(
        reports.flatMap(({ target, profiles }) =>
          profiles.filter(({ profile }) => profile === name).map(result => ({ target, result })),
        ),
      ),
    ),
    ...(stopped !== undefined && { stopped }),
  };
}

function mergeProfiles(all: readonly At<ProfileResult>[]): ProfileResult {
  const { result } = worstOf(all);
  return {
    ...result,
    exchanges: mergeEach<ExchangeResult>(all, ({ exchanges }) => exchanges).map(withoutNeedless),
    stories: mergeEach<StoryResult>(all, ({ stories }) => stories).map(story =>
      story.verdict === 'failed' ? story : { ...story, steps: story.steps.map(withoutNeedless) },
    ),
    milliseconds: all.reduce((sum, each) => sum + each.result.milliseconds, 0),
  };
}

function mergeEach<Result extends Outcome>(
  all: readonly At<ProfileResult>[],
  pick: (profile: ProfileResult) => readonly Result[],
): Result[] {
  const results = all.flatMap(({ target, result }) => pick(result).map(each => ({ target, result: each })));
  return [...Map.groupBy(results, ({ result }) => result.name).values()].map(mergeSame);
}

/** Of many targets a report has the requests of what failed; it would be too large to be mailed. */
function withoutNeedless(result: ExchangeResult): ExchangeResult {
  return result.verdict === 'failed' ? result : { ...result, sent: [] };
}

/** The worst of them; where it is worse than elsewhere, its problems begin with the targets. */
function mergeSame<Result extends Outcome>(all: readonly At<Result>[]): Result {
  const { result } = worstOf(all);
  const alike = all.filter(each => each.result.verdict === result.verdict);
  if (alike.length === all.length) return result;
  const where = alike.map(({ target }) => /\((.*)\)$/.exec(target)?.[1] ?? target);
  return {
    ...result,
    problems: [`Only at ${alike.length} of ${all.length}: ${where.join('; ')}.`, ...result.problems],
  };
}

function worstOf<Result extends { readonly verdict: Verdict }>(all: readonly At<Result>[]): At<Result> {
  const [worst] = all.toSorted((a, b) => order.indexOf(a.result.verdict) - order.indexOf(b.result.verdict));
  if (!worst) throw new Error('There is nothing to merge.');
  return worst;
}
