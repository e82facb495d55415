import type { Arbitrary } from 'fast-check';

/** A request as generated: pure data, with placeholders for what only the running service knows (`placeholders.ts`). */
export interface FuzzRequest {
  readonly method: string;
  /** What follows the base URL, exactly as it is sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes are sent as they are; placeholders are filled in text only. */
  readonly body?: string | Uint8Array;
}

/** One family of generated requests. */
export interface CaseKind {
  readonly name: string;
  /** How many of every hundred cases are of this kind, about. */
  readonly share: number;
  readonly requests: Arbitrary<FuzzRequest>;
}

export const SCIM_JSON = { 'Content-Type': 'application/scim+json' } as const;

/** A request with a JSON body. */
export function withJson(method: string, path: string, body: unknown): FuzzRequest {
  return { method, path, headers: SCIM_JSON, body: JSON.stringify(body) };
}
