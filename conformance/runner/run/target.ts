/** A SCIM server, or one connection of it, with what it takes to reach it. */
export interface Target {
  /** What it is, in a word or two. */
  readonly name: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly token: string;
  /** Was valid once. */
  readonly revokedToken?: string;
  /** The same directory under a limit of requests that a flood does not fit into. */
  readonly floodBaseUrl?: string;
}

/** The suite cannot be run against this target; the message says why and what to do. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
