import type { Json, JsonObject } from '../runner/profile/exchange.ts';

/** One of the matchers of the Pact specification that are used here. */
export interface Matcher {
  readonly match: 'type' | 'equality' | 'regex' | 'notEmpty' | 'number' | 'integer' | 'boolean' | 'arrayContains';
  /** In the syntax of Rust's `regex`; has to match the whole text. */
  readonly regex?: string;
  readonly min?: number;
  readonly max?: number;
  readonly variants?: readonly { readonly index: number; readonly rules: Rules; readonly generators: JsonObject }[];
}

/** Matchers by where they apply: a path such as `$.Resources[0].id`, or the name of a header. */
export type Rules = Readonly<Record<string, { readonly combine: 'AND'; readonly matchers: readonly Matcher[] }>>;

/** Puts in what the provider state has answered: `/Users/${alice_id}`. */
export interface ProviderStateGenerator {
  readonly type: 'ProviderState';
  readonly expression: string;
  readonly dataType: 'STRING';
}

/** Generators by where they apply, as {@link Rules}. */
export type Generators = Readonly<Record<string, ProviderStateGenerator>>;

/** A body; JSON stands in it as it is. */
export interface PactBody {
  /** `""` of a response: it must have no body. */
  readonly content: Json;
  /** Of a response it stands in the headers only, where a matcher may allow several. */
  readonly contentType?: string;
  readonly encoded: false | 'base64';
}

/** What the identity provider sends. */
export interface PactRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, readonly string[]>>;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body?: PactBody;
  readonly generators?: {
    readonly path?: ProviderStateGenerator;
    readonly query?: Generators;
    readonly header?: Generators;
    readonly body?: Generators;
  };
}

/** What it needs to hear. */
export interface PactResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly body?: PactBody;
  readonly matchingRules?: { readonly header?: Rules; readonly body?: Rules };
}

/** What must be there before, with what the state handler has to know. */
export interface ProviderState {
  readonly name: string;
  readonly params: JsonObject;
}

/** One exchange. */
export interface Interaction {
  readonly type: 'Synchronous/HTTP';
  readonly key: string;
  readonly description: string;
  readonly pending: false;
  readonly providerStates: readonly ProviderState[];
  readonly request: PactRequest;
  readonly response: PactResponse;
  readonly comments: {
    readonly testname: string;
    readonly needs?: readonly string[];
    readonly text: readonly string[];
  };
}

/** A contract in the form of the Pact specification 4 (https://github.com/pact-foundation/pact-specification/tree/version-4). */
export interface Pact {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly Interaction[];
  readonly metadata: { readonly pactSpecification: { readonly version: '4.0' } };
}
