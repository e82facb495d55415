import type { ProfileResult } from '../runner/report/report.ts';
import { failuresOf, type Finding, isAllCaught } from './verdict.ts';

/** A finding in lines: where the fault was caught, by what problem, and how much of the profile still passes. */
export function tellFinding(finding: Finding, isAll: boolean): string[] {
  const { fault, profile, caught, passed, exchanges, others, error } = finding;
  const sign = caught.length === 0 && error === undefined ? '      ' : isAllCaught(finding) ? 'caught' : 'MISSED';
  const head = `${sign}  ${fault.padEnd(36)} ${profile.padEnd(18)} ${`${passed}/${exchanges}`.padStart(7)} still pass`;
  return [
    head,
    ...(error === undefined ? [] : [`        ${error}`]),
    ...caught.map(({ isCaught, where, problem }) => `        ${isCaught ? '' : 'NOT BY '}${where}: ${problem}`),
    ...(isAll && others.length > 0 ? [`        also: ${others.join(' | ')}`] : []),
  ];
}

/** What went wrong without any fault. */
export function tellPlain(results: readonly ProfileResult[]): string[] {
  return results.flatMap(result => failuresOf(result).map(each => `FAILS WITHOUT A FAULT  ${result.profile}  ${each}`));
}

/** The last line. */
export function tellEnd(findings: readonly Finding[], milliseconds: number): string {
  const faults = new Set(findings.map(({ fault }) => fault));
  const missed = new Set(findings.filter(each => !isAllCaught(each)).map(({ fault }) => fault));
  const places = findings.flatMap(({ caught }) => caught).filter(({ isCaught }) => isCaught).length;
  const seconds = (milliseconds / 1000).toFixed(1);
  return `${faults.size - missed.size} of ${faults.size} faults caught, in ${places} places, in ${seconds} s`;
}
