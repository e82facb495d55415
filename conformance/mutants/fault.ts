import type { Handle } from './wire/message.ts';

/** Where a fault must show. */
export interface Catch {
  readonly profile: string;
  /** The exchange that fails, or the step of the story: an exchange's name, or what a check says. */
  readonly step: string;
  /** Absent when the exchange fails by itself. */
  readonly story?: string;
  /** What is said to be wrong: it is this fault, and nothing else. */
  readonly problem: RegExp;
}

/** A fault that a server might have. */
export interface Fault {
  /** Small letters and hyphens. */
  readonly name: string;
  /** What such a server does wrong, in one sentence. */
  readonly bug: string;
  /** Where it was seen, in words. */
  readonly source: string;
  readonly caughtBy: readonly Catch[];
  /** What the runner prepares is prepared by a server without this fault; otherwise nothing could be prepared. */
  readonly sparesSetUp?: boolean;
  /** Run as if the administrator had typed a slash behind the base URL. */
  readonly doubleSlash?: boolean;
  /** A new one for every run: it may keep what it has seen. */
  readonly plant: () => Handle;
}

/** An exchange that must fail. */
export function exchange(profile: string, step: string, problem: RegExp): Catch {
  return { profile, step, problem };
}

/** A step of a story that must fail. */
export function story(profile: string, name: string, step: string, problem: RegExp): Catch {
  return { profile, story: name, step, problem };
}
