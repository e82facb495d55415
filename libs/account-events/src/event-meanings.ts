import type { AccountEventType } from '#libs/persistence';

/** What each type of event says, and what is in its `change` besides `before` and `after`. */
export const accountEventMeanings: Readonly<Record<AccountEventType, string>> = {
  'account.created': 'There is a new account. `after`: login, email, displayName, state.',
  'account.updated': 'Its login, e-mail address or name changed. `before`, `after`: what of it changed.',
  'account.linked': 'It belongs to a directory user from now on. `after`: directoryUserId.',
  'account.unlinked': 'It no longer belongs to a directory user. `before`: directoryUserId.',
  'account.login_released': 'Its login was given to somebody else; nobody signs in to it any more. `before`: login.',
  'account.suspended':
    'Nobody gets in any more: end what your application holds for it. `before`, `after`: state. Besides: endedSessions, revokedPersonalAccess (how many), leftOrganizations (ids).',
  'account.reactivated':
    'It is back. `before`, `after`: state. Besides: restoredPersonalAccess (how many), joinedOrganizations (ids).',
  'account.memberships_changed':
    'It joined or left organizations. Besides: joinedOrganizations, leftOrganizations (ids).',
  'account.purged': 'It is gone for good: delete what your application keeps of it.',
  'enterprise.hold_opened':
    'More people lost access than is usual: nothing is purged until somebody decides. Of no account. Besides: holdId, accounts, ofAccounts (how many), since.',
  'enterprise.hold_ended':
    'Purging goes on. Of no account. Besides: holdId, outcome (`restored`: everybody who could got access back; `resumed`: it was meant).',
};
