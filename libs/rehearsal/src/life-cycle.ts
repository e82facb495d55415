import type { ExchangeRequest, ExpectedResponse } from './generated/exchange.js';

/** One request of an identity provider, or a look at what came of those before. */
export interface LifeCycleStep {
  /** Of the recorded exchange; `check` for a look. */
  readonly name: string;
  readonly title: string;
  /** What happens at the identity provider when it sends this; null for a look. */
  readonly when: string | null;
  readonly request: ExchangeRequest;
  /** Any one of these will do. */
  readonly response: ExpectedResponse | readonly ExpectedResponse[];
  /** Which names stand for what is answered from then on. */
  readonly captures?: Readonly<Record<string, string>>;
  /** Other people in the places of those in the request. */
  readonly as?: Readonly<Record<string, string>>;
  /** What administrators would see at the identity provider. */
  readonly whenWrong: string;
  readonly isOfGroups: boolean;
}

/** What an identity provider sends in the life of a person, recorded (conformance/profiles). */
export interface LifeCycle {
  readonly identityProvider: string;
  /** On every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** On every request with a body, besides. */
  readonly bodyHeaders: Readonly<Record<string, string>>;
  /** How the identity provider's own ids look: `#` is a hexadecimal digit, `?` a letter or digit. */
  readonly externalIds: { readonly user: string; readonly group: string };
  /** The names in it that are groups; all others are people. */
  readonly groupNames: readonly string[];
  readonly steps: readonly LifeCycleStep[];
}
