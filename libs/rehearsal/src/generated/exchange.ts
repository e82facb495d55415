// Made of conformance/runner/profile/exchange.ts by `npm run conformance:rehearsal`: change it there.
/** Anything that JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How sure we are that the identity provider sends exactly this. */
export type Evidence =
  /** Seen in the traffic of a real tenant. */
  | 'captured'
  /** Written in the identity provider's own documentation. */
  | 'documented'
  /** Follows from a standard, or from the two above. */
  | 'derived'
  /** Put together from what servers had to be changed for. */
  | 'reconstructed';

/**
 * What a server may lack. An exchange that needs it is then "not supported by this server", with the consequence, and is no
 * failure of a server that says so.
 */
export type Feature =
  | 'groups'
  | 'patch'
  | 'delete'
  | 'filter'
  | 'sort'
  | 'bulk'
  | 'etag'
  | 'search'
  | 'cursor'
  | 'discovery'
  | 'rate-limit';

/**
 * What must be there before an exchange. The runner sets it up through SCIM itself, and takes it away again. People and groups
 * have short names ("alice", "engineering"); what they are called on the wire is made of them, and is new in every run.
 */
export type Given =
  /** A user; `attributes` are laid over the plain ones, `null` leaves one out. Deleted means: created, then deleted. */
  | { readonly user: string; readonly active?: boolean; readonly deleted?: boolean; readonly attributes?: JsonObject }
  /** So many users, named as `crowd1`, `crowd2`, …; 0 for an import that sees nobody. */
  | { readonly crowd: string; readonly users: number }
  /** A group of users and groups that are given, too; of a whole crowd by its name. */
  | { readonly group: string; readonly members?: readonly string[]; readonly attributes?: JsonObject };

export interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * Which credential is sent: the one under test, one that never was valid, one that has been revoked, none at all, or the one
 * under test without "Bearer" before it.
 */
export type Credential = 'valid' | 'wrong' | 'revoked' | 'none' | 'bare';

/** What the identity provider sends. `{{…}}` is filled in (see `template.ts`). */
export interface ExchangeRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Behind the base URL, exactly as it is encoded on the wire: `/Users?filter=userName+eq+%22{{alice.userName|form}}%22`. */
  readonly path: string;
  /** Beside the profile's own; `null` takes one of those away. */
  readonly headers?: { readonly [name: string]: string | null };
  readonly credential?: Credential;
  /** Sent as compact JSON in this order of keys. */
  readonly body?: Json;
  /** Sent as it stands, instead of `body`. */
  readonly text?: string;
}

/** An answer the identity provider can live with. */
export interface ExpectedResponse {
  readonly status: number;
  readonly headers?: { readonly [name: string]: Json };
  /** What the body must say (see `expectation.ts`); what it says besides does not matter. */
  readonly body?: Json;
  /** Nothing but an empty body will do. */
  readonly empty?: boolean;
  /** Milliseconds. */
  readonly within?: number;
}

/** One request of an identity provider, and what it needs to hear: one file. */
export interface Exchange {
  /** The catalogue's exchanges that this one records (`conformance/catalogue`). */
  readonly records: readonly string[];
  readonly title: string;
  /** What happens at the identity provider when it sends this. */
  readonly when: string;
  readonly evidence: Evidence;
  /** Where it was seen or read. */
  readonly source: string;
  readonly needs?: readonly Feature[];
  readonly given?: readonly Given[];
  readonly request: ExchangeRequest;
  /** Any one of these will do; the first is the best. */
  readonly response: ExpectedResponse | readonly ExpectedResponse[];
  /**
   * What later steps know of the answer: `{"alice": ""}` keeps the whole body as what alice is (`alice.id`, `alice.resource`).
   */
  readonly captures?: { readonly [name: string]: string };
  /** What the administrator sees at the identity provider when the answer is wrong: one sentence. */
  readonly whenWrong: string;
  /** What a server's developer looks at first. */
  readonly hint: string;
}
