import type { Evidence, Feature } from '../profile/exchange.ts';

export type Verdict =
  | 'passed'
  | 'failed'
  /** The server says, by its ServiceProviderConfig or a 404, 405 or 501, that it does not have what is needed. */
  | 'not-supported'
  /** Could not be tried here; `problems` says why. */
  | 'skipped';

/** One request and what was answered; secrets are left out. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: { readonly [name: string]: string };
  readonly requestBody?: string;
  /** Absent when there was no answer; `error` says why. */
  readonly status?: number;
  readonly responseHeaders?: { readonly [name: string]: string };
  readonly responseBody?: string;
  readonly error?: string;
  /** From the first byte sent to the last byte read. */
  readonly milliseconds: number;
}

/** How an exchange, or one step of a story, went. */
export interface ExchangeResult {
  /** The name of its file without ".json", or what a check says. */
  readonly name: string;
  readonly title: string;
  readonly records: readonly string[];
  readonly evidence?: Evidence;
  readonly source?: string;
  readonly verdict: Verdict;
  /** One sentence for each thing that is not as it should be: where, what was expected, what came. */
  readonly problems: readonly string[];
  readonly lacks?: readonly Feature[];
  readonly whenWrong: string;
  readonly hint: string;
  /** The requests of the exchange itself, not those that set it up. */
  readonly sent: readonly Sent[];
}

export interface StoryResult {
  readonly name: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly problems: readonly string[];
  readonly whenWrong: string;
  readonly steps: readonly ExchangeResult[];
}

export interface ProfileResult {
  readonly profile: string;
  readonly title: string;
  readonly identityProvider: string;
  /** Failed when anything failed. */
  readonly verdict: Verdict;
  readonly exchanges: readonly ExchangeResult[];
  readonly stories: readonly StoryResult[];
  readonly milliseconds: number;
}

/** What a run of the conformance suite has found. */
export interface Report {
  readonly baseUrl: string;
  /** What is run against, in a word or two: "Postern 0.1.0 (mode users, IdP profile okta)", or the URL. */
  readonly target: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly milliseconds: number;
  readonly suiteVersion: string;
  readonly profiles: readonly ProfileResult[];
  /** Why the run came to its end before everything was tried; absent when it did not. */
  readonly stopped?: string;
}
