import { ERROR_URN } from './message-urns.js';

/** The Error message as it travels (RFC 7644 §3.12); `status` is a string there. */
export interface ScimErrorMessage {
  readonly schemas: readonly [typeof ERROR_URN];
  readonly status: string;
  readonly scimType?: string;
  readonly detail: string;
}

/** Gives the Error message of an error: status as a string, `scimType` only where there is one (RFC 7644 §3.12). */
export function toScimErrorMessage(error: {
  readonly status: number;
  readonly scimType?: string;
  readonly message: string;
}): ScimErrorMessage {
  return {
    schemas: [ERROR_URN],
    status: String(error.status),
    ...(error.scimType !== undefined && { scimType: error.scimType }),
    detail: error.message,
  };
}
