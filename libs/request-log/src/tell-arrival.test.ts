import { expect, it } from 'vitest';
import { tellArrival } from './tell-arrival.js';

const intent = (kind: 'test-connection' | 'deactivate-user', subject: string | null = null) =>
  ({ kind, subject, count: null }) as const;

it.each([
  [
    { dialect: 'okta', intent: intent('test-connection'), status: 200, didNotProve: 'It did not exercise create.' },
    'The connection test of Okta arrived. Answered 200. It did not exercise create.',
  ],
  [
    { dialect: 'unknown', intent: intent('test-connection'), status: 401, didNotProve: 'It proved nothing.' },
    'The connection test of the identity provider arrived. Answered 401. It proved nothing.',
  ],
  [
    { dialect: 'entra-id', intent: intent('deactivate-user', 'ava'), status: 200, didNotProve: null },
    'Entra ID asked to deactivate ava. Answered 200.',
  ],
  [
    { dialect: 'jumpcloud', intent: intent('deactivate-user'), status: 0, didNotProve: null },
    'JumpCloud asked to deactivate a user. It hung up before the answer.',
  ],
  [
    { dialect: 'okta', intent: intent('deactivate-user', 'ava'), status: 200, didNotProve: null, isRehearsal: true },
    'Rehearsal: deactivate ava. Answered 200.',
  ],
] as const)('%#', (arrival, told) => {
  expect(tellArrival({ isRehearsal: false, ...arrival })).toBe(told);
});
