/** A request on its way from the identity provider to the server. */
export interface WireRequest {
  readonly method: string;
  /** Behind the base URL, as it is encoded on the wire: `/Users/2819c223`, or `//Users`. */
  readonly path: string;
  /** Without `?`, as it is encoded on the wire. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The runner prepares or clears up with it; no identity provider sends it. */
  readonly isSetUp: boolean;
}

/** What the server has answered, or what a fault makes of it. */
export interface WireAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The connection breaks off before the end of the body. */
  readonly isCutOff?: boolean;
}

/** Brings a request to the server. */
export type Send = (request: WireRequest) => Promise<WireAnswer>;

/** Stands between: may change the request, the answer, or ask the server for something else besides. */
export type Handle = (request: WireRequest, send: Send) => Promise<WireAnswer>;
