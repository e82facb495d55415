import type { Credential, ExpectedResponse, Feature, Given } from './exchange.ts';

/** An exchange of the profile, by the name of its file without ".json", as one step of a story. */
export interface ExchangeStep {
  readonly exchange: string;
  /** Other people or groups in the places of those in the file: `{"alice": "bob"}`. */
  readonly as?: { readonly [name: string]: string };
  /** In place of what the file expects. */
  readonly response?: ExpectedResponse | readonly ExpectedResponse[];
  readonly credential?: Credential;
  /** One after the other. */
  readonly times?: number;
  /** Why it stands here, in the words of a report. */
  readonly because?: string;
}

/** A plain read (RFC 7644 §3.4.1, §3.4.2) that shows what the steps before have led to. */
export interface CheckStep {
  readonly check: string;
  /** Behind the base URL, as in an exchange. */
  readonly path: string;
  readonly response: ExpectedResponse | readonly ExpectedResponse[];
}

/** An exchange for every member of a crowd, all at the same time; `name` is who stands in the file for them. */
export interface ParallelStep {
  readonly parallel: string;
  readonly crowd: string;
  readonly name: string;
  readonly response?: ExpectedResponse | readonly ExpectedResponse[];
}

/**
 * A list exchange, page by page, until everybody is seen. Its path has `{{page.startIndex}}` and `{{page.count}}`. Each of the
 * crowd must come exactly once, `totalResults` must stay the same, and all pages but the last must be full.
 */
export interface ImportStep {
  readonly import: string;
  readonly count: number;
  readonly crowd: string;
}

/** So many of an exchange at once: each is answered as usual, or 429 with a whole number of seconds in Retry-After. */
export interface FloodStep {
  readonly flood: string;
  readonly requests: number;
}

export type Step = ExchangeStep | CheckStep | ParallelStep | ImportStep | FloodStep;

/** What an identity provider does one after the other; what is captured in one step is known in the next. One file. */
export interface Story {
  readonly title: string;
  readonly needs?: readonly Feature[];
  /** Set up before the first step; what the exchanges themselves are given is not. */
  readonly given?: readonly Given[];
  readonly steps: readonly Step[];
  /** What the administrator sees when the story goes wrong: one sentence. */
  readonly whenWrong: string;
}
