import { expect, it } from 'vitest';
import type { AccountId, LinkCandidate } from '#libs/persistence';
import { explainUnlinked } from './explain-link.js';

const login = { by: 'login', isTaken: false } as const;
const taken = { by: 'login', isTaken: true } as const;
const email = { by: 'email', isTaken: false } as const;

it.each([
  [[], 'unmatched', 'No account has this login.'],
  [[login], 'unmatched', 'is linked when directory changes are carried'],
  [[email], 'unmatched', 'by which nobody is linked unasked'],
  [[taken], 'ambiguous', 'linked to another directory user'],
  [[taken, email], 'ambiguous', 'linked to another directory user'],
  [[login, email], 'ambiguous', 'and another this e-mail address'],
  [[email, email], 'ambiguous', 'Several accounts'],
] as const)('%j is %s: %s', (given, state, reason) => {
  const candidates = given.map((each): LinkCandidate => ({ accountId: 'x' as AccountId, login: 'x', ...each }));
  const explained = explainUnlinked({ candidates });
  expect(explained.state).toBe(state);
  expect(explained.reason).toContain(reason);
});
