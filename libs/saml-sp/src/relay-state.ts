import { createHash } from 'node:crypto';

/** By which the RelayState of a request is known again: it opens a sign-in, so nobody stores it. None is an empty one. */
export function hashOfRelayState(relayState: string | null): Buffer {
  return createHash('sha256')
    .update(relayState ?? '')
    .digest();
}
