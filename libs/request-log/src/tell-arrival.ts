import type { Dialect } from '#libs/idp-profiles';
import { type Intent, intentSentence } from './intent.js';

/** A request that has just come. */
export interface Arrival {
  readonly dialect: Dialect | 'unknown';
  readonly intent: Intent;
  /** 0 when the client hung up before. */
  readonly status: number;
  /** What a connection test did not prove; null for any other request. */
  readonly didNotProve: string | null;
  /** No identity provider sent it. */
  readonly isRehearsal: boolean;
}

const senders: Readonly<Record<Arrival['dialect'], string>> = {
  okta: 'Okta',
  'entra-id': 'Entra ID',
  jumpcloud: 'JumpCloud',
  unknown: 'The identity provider',
};

/** Tells of a request while it happens, and of a connection test what it did not prove. */
export function tellArrival({ dialect, intent, status, didNotProve, isRehearsal }: Arrival): string {
  if (isRehearsal) return `Rehearsal: ${intentSentence(intent)}. ${answerTo(status)}`;
  const sender = senders[dialect];
  const answered = answerTo(status);
  const told =
    intent.kind === 'test-connection'
      ? `The connection test of ${dialect === 'unknown' ? 'the identity provider' : sender} arrived. ${answered}`
      : `${sender} asked to ${intentSentence(intent)}. ${answered}`;
  return didNotProve === null ? told : `${told} ${didNotProve}`;
}

function answerTo(status: number): string {
  return status === 0 ? 'It hung up before the answer.' : `Answered ${status}.`;
}
