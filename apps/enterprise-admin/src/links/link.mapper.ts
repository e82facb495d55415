import type { LinkedPair, UncoveredAccount, UnlinkedUser } from '#libs/persistence';
import type { AdminPrincipal } from '../http/caller.js';
import { masked } from '../http/masked.js';
import { explainUnlinked } from './explain-link.js';
import type { Link } from './link.dto.js';

/** A directory user and the account that is linked to it. */
export function toMatched({ id, user_name, account_id, login }: LinkedPair, principal: AdminPrincipal): Link {
  return {
    state: 'matched',
    directoryUserId: id,
    userName: masked(principal, user_name),
    accountId: account_id,
    login: masked(principal, login),
    reason: 'They are linked.',
    candidates: [],
  };
}

/** A directory user without an account. */
export function toUnlinked(user: UnlinkedUser, principal: AdminPrincipal): Link {
  return {
    ...explainUnlinked(user),
    directoryUserId: user.id,
    userName: masked(principal, user.user_name),
    accountId: null,
    login: null,
    candidates: user.candidates.map(candidate => ({ ...candidate, login: masked(principal, candidate.login) })),
  };
}

/** An account without a directory user. */
export function toUncovered({ id, login, directory_user_id }: UncoveredAccount, principal: AdminPrincipal): Link {
  return {
    state: 'not_covered',
    directoryUserId: null,
    userName: null,
    accountId: id,
    login: masked(principal, login),
    reason: directory_user_id
      ? 'The account is linked to a directory user of another connection.'
      : 'The account is linked to no directory user.',
    candidates: [],
  };
}
