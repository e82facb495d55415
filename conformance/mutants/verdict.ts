import type { ExchangeResult, ProfileResult } from '../runner/report/report.ts';
import type { Catch, Fault } from './fault.ts';

/** How one place where a fault must show has done. */
export interface Caught {
  readonly profile: string;
  /** "64-add-member", or "11-group-members: One has left". */
  readonly where: string;
  readonly isCaught: boolean;
  /** What the suite says is wrong; when it is not caught, why not. */
  readonly problem: string;
}

/** What became of a fault in one profile. */
export interface Finding {
  readonly fault: string;
  readonly profile: string;
  readonly caught: readonly Caught[];
  /** Exchanges by themselves that have passed all the same, of so many. */
  readonly passed: number;
  readonly exchanges: number;
  /** Exchanges and steps that failed besides. */
  readonly others: readonly string[];
  /** Why nothing can be said. */
  readonly error?: string;
}

/** A server of which less than this still passes is broken altogether: that catches every fault, and proves nothing. */
const LEAST_SHARE_PASSED = 1 / 3;

/** The runner could not prepare what the exchange is given: the exchange itself has caught nothing. */
const NOT_SET_UP = /^(?:What must be there first could not be set up|POST \S+ is answered without an id)/;

/** Judges a run of a profile against a server with a fault. */
export function judge(fault: Fault, result: ProfileResult): Finding {
  const catches = fault.caughtBy.filter(({ profile }) => profile === result.profile);
  const passed = result.exchanges.filter(({ verdict }) => verdict === 'passed').length;
  const wanted = new Set(catches.map(tellWhere));
  const isBroken = passed < result.exchanges.length * LEAST_SHARE_PASSED;
  return {
    fault: fault.name,
    profile: result.profile,
    caught: catches.map(each => look(each, result)),
    passed,
    exchanges: result.exchanges.length,
    others: failuresOf(result).filter(each => !wanted.has(each)),
    ...(isBroken && { error: `Only ${passed} of ${result.exchanges.length} exchanges pass: everything is broken.` }),
  };
}

/** Did the fault show wherever it must? */
export function isAllCaught({ caught, error }: Finding): boolean {
  return error === undefined && caught.every(({ isCaught }) => isCaught);
}

/** Every exchange and step that has failed. */
export function failuresOf({ exchanges, stories }: ProfileResult): string[] {
  return [
    ...exchanges.filter(isFailed).map(({ name }) => name),
    ...stories.flatMap(({ name, steps, verdict }) => {
      if (verdict === 'failed' && steps.length === 0) return [`${name}: set-up`];
      return steps.filter(isFailed).map(step => `${name}: ${step.name}`);
    }),
  ];
}

function look(wanted: Catch, result: ProfileResult): Caught {
  const where = tellWhere(wanted);
  const told = { profile: wanted.profile, where };
  const results = resultsAt(wanted, result);
  if (results.length === 0) return { ...told, isCaught: false, problem: 'It was not run; there is no such thing.' };
  const problems = results.filter(isFailed).flatMap(each => each.problems);
  const problem = problems.find(each => wanted.problem.test(each) && !NOT_SET_UP.test(each));
  if (problem !== undefined) return { ...told, isCaught: true, problem };
  const [other = `It ${results[0]?.verdict ?? 'passed'}.`] = problems;
  return { ...told, isCaught: false, problem: other };
}

function resultsAt({ story, step }: Catch, { exchanges, stories }: ProfileResult): readonly ExchangeResult[] {
  const inside = story === undefined ? exchanges : (stories.find(({ name }) => name === story)?.steps ?? []);
  return inside.filter(({ name }) => name === step);
}

function isFailed({ verdict }: { readonly verdict: string }): boolean {
  return verdict === 'failed';
}

function tellWhere({ story, step }: Catch): string {
  return story === undefined ? step : `${story}: ${step}`;
}
