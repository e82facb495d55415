import type { UnlinkedUser } from '#libs/persistence';

/** Why somebody has no account. */
export interface LinkExplanation {
  readonly state: 'ambiguous' | 'unmatched';
  readonly reason: string;
}

/** Gives whether it is clear whose account a person's is, in words. Accounts are matched by login alone. */
export function explainUnlinked({ candidates }: Pick<UnlinkedUser, 'candidates'>): LinkExplanation {
  const byLogin = candidates.find(({ by }) => by === 'login');
  const byEmail = candidates.filter(({ by }) => by === 'email');
  if (byLogin?.isTaken) return ambiguous('The account with this login is linked to another directory user.');
  if (byLogin && byEmail.length > 0) return ambiguous('One account has this login, and another this e-mail address.');
  if (byEmail.length > 1) return ambiguous('Several accounts have this e-mail address, and none this login.');
  if (byLogin)
    return unmatched('An account has this login. It is linked when directory changes are carried to accounts.');
  if (byEmail.length === 1)
    return unmatched('No account has this login. One has the e-mail address, by which nobody is linked unasked.');
  return unmatched('No account has this login.');
}

const ambiguous = (reason: string): LinkExplanation => ({ state: 'ambiguous', reason });
const unmatched = (reason: string): LinkExplanation => ({ state: 'unmatched', reason });
