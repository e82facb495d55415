import { describe, expect, it } from 'vitest';
import type { Account, AccountId, ConnectionId, DirectoryUserId, SignInDirectoryUser } from '#libs/persistence';
import { type Candidate, decideSignIn, type SignInDecision, type SignInFacts } from './decide-sign-in.js';

const connectionId = 'this' as ConnectionId;
const another = 'another' as ConnectionId;

const user = (given: Partial<SignInDirectoryUser> = {}): SignInDirectoryUser => ({
  id: 'user' as DirectoryUserId,
  connectionId,
  state: 'present',
  active: true,
  externalId: null,
  userName: 'Kim',
  userNameKey: 'kim',
  ...given,
});
const account = (given: Partial<Account> = {}): Account => ({
  id: 'account' as AccountId,
  login: 'Kim',
  loginKey: 'kim',
  email: null,
  displayName: null,
  state: 'active',
  suspendedBy: null,
  connectionId: null,
  directoryUserId: null,
  ...given,
});
const candidate = (given: Partial<Account> = {}, link?: SignInDirectoryUser, subject?: string): Candidate => ({
  account: account({ ...(link && { connectionId: link.connectionId, directoryUserId: link.id }), ...given }),
  link,
  subject,
  isOfAnother: false,
});
const facts = (given: Partial<SignInFacts> = {}): SignInFacts => ({
  connectionId,
  policy: 'jit',
  subject: 's1',
  directoryUser: undefined,
  known: undefined,
  linked: undefined,
  holder: undefined,
  ...given,
});

const byDirectory = { state: 'suspended', suspendedBy: 'directory' } as const;
const byAdministrator = { state: 'suspended', suspendedBy: 'administrator' } as const;
const retired = user({ state: 'retired', active: false, externalId: 'x1' });
const other = user({ id: 'other' as DirectoryUserId, userName: 'Lee', userNameKey: 'lee' });
const abroad = user({ connectionId: another });
const someone = candidate({ id: 'someone' as AccountId });

const brief = (decision: SignInDecision): string => {
  if (decision.kind === 'refuse') return decision.code;
  const who = decision.kind === 'create' ? 'new' : decision.account.id;
  const linked = decision.linksTo ? `, linked to ${decision.linksTo}` : '';
  return `${who}${linked}${decision.freesLoginOf ? `, frees the login of ${decision.freesLoginOf.id}` : ''}`;
};

describe('with the policy jit', () => {
  it.each<[string, Partial<SignInFacts>, string]>([
    ['nobody is known', {}, 'new'],
    ['the directory alone knows the person', { directoryUser: user() }, 'new, linked to user'],
    ['the directory has deactivated them', { directoryUser: user({ active: false }) }, 'inactive_in_directory'],
    [
      'it has deactivated whoever has the login, and the account is not suspended yet',
      { directoryUser: user({ active: false }), known: candidate(), holder: candidate() },
      'inactive_in_directory',
    ],

    ['a local account has the login', { holder: candidate() }, 'account'],
    ['… and the directory, too', { holder: candidate(), directoryUser: user() }, 'account, linked to user'],
    ['… and is suspended', { holder: candidate(byAdministrator) }, 'suspended'],
    ['… by what no longer is there', { holder: candidate(byDirectory) }, 'inactive_in_directory'],
    [
      '… and was suspended, while the directory says active',
      { holder: candidate(byDirectory), directoryUser: user() },
      'suspended',
    ],
    ['the person has left the directory', { holder: candidate(byDirectory, retired) }, 'inactive_in_directory'],
    ['… and the account was not suspended yet', { holder: candidate({}, retired) }, 'inactive_in_directory'],
    [
      '… and is there again, the account not suspended',
      { holder: candidate({}, retired), directoryUser: user({ externalId: 'x1' }) },
      'account, linked to user',
    ],

    [
      'the subject came before',
      { known: candidate({}, undefined, 's1'), holder: candidate({}, undefined, 's1') },
      'account',
    ],
    [
      '… with another login, which is free',
      { known: candidate({ loginKey: 'kimberley' }, undefined, 's1') },
      'account',
    ],
    [
      '… with a login that another has',
      { known: candidate({ loginKey: 'kimberley' }), holder: someone },
      'login_of_another',
    ],
    [
      '… with a login that somebody had who has left',
      {
        known: candidate({ loginKey: 'kimberley' }),
        holder: candidate({ id: 'someone' as AccountId, ...byDirectory }, retired),
      },
      'account, frees the login of someone',
    ],
    [
      '… and the directory has the login under another account',
      {
        known: candidate({ loginKey: 'lee' }),
        directoryUser: user(),
        linked: candidate({ id: 'someone' as AccountId }, user()),
      },
      'login_of_another',
    ],
    [
      '… and the account is linked to another person of the directory',
      { known: candidate({ loginKey: 'lee' }, other), directoryUser: user() },
      'login_of_another',
    ],
    [
      '… and is in the directory since',
      { known: candidate(), holder: candidate(), directoryUser: user() },
      'account, linked to user',
    ],
    [
      '… and was deactivated under another userName',
      { known: candidate({}, { ...other, active: false }) },
      'inactive_in_directory',
    ],
    ['… and was suspended', { known: candidate(byAdministrator) }, 'suspended'],

    ['another connection signed the account in', { holder: { ...candidate(), isOfAnother: true } }, 'login_of_another'],
    [
      '… and so did this one',
      { holder: { ...candidate({}, undefined, 's1'), isOfAnother: true }, known: candidate({}, undefined, 's1') },
      'account',
    ],
    [
      '… and the directory of this one has the person',
      { holder: { ...candidate(), isOfAnother: true }, directoryUser: user() },
      'account, linked to user',
    ],
    ['another subject had the login', { holder: candidate({}, undefined, 's2') }, 'subject_changed'],
    [
      '… and is suspended by an administrator',
      { holder: candidate(byAdministrator, undefined, 's2') },
      'subject_changed',
    ],
    [
      '… and has left the directory: the address is somebody else’s now',
      { holder: candidate(byDirectory, retired, 's2') },
      'new, frees the login of account',
    ],
    [
      'the identity provider names nobody for long',
      { subject: null, holder: candidate({}, undefined, 's2') },
      'account',
    ],
    [
      '… but the directory says that the account is theirs',
      { directoryUser: user(), linked: candidate({}, user(), 's2'), holder: candidate({}, user(), 's2') },
      'account',
    ],
    [
      'another externalId had the login, and has left',
      { directoryUser: user({ externalId: 'x2' }), holder: candidate(byDirectory, retired) },
      'new, linked to user, frees the login of account',
    ],
    [
      '… and is still active',
      { directoryUser: user({ externalId: 'x2' }), holder: candidate({}, retired) },
      'login_of_another',
    ],
    [
      'another directory user’s account has the login',
      { directoryUser: user(), holder: candidate({}, other) },
      'login_of_another',
    ],
    ['another connection’s directory user has it', { holder: candidate({}, abroad) }, 'login_of_another'],
    ['the linked account has another userName', { holder: candidate({}, other) }, 'account'],
    [
      'the directory’s account has not got its login, because another has it',
      { directoryUser: user(), linked: candidate({ loginKey: 'old' }, user()), holder: someone },
      'login_of_another',
    ],
    [
      'the directory’s account is suspended',
      { directoryUser: user(), linked: candidate(byAdministrator, user()) },
      'suspended',
    ],
  ])('%s', (_, given, expected) => {
    expect(brief(decideSignIn(facts(given)))).toBe(expected);
  });
});

describe('with the policy directory_only', () => {
  it.each<[string, Partial<SignInFacts>, string]>([
    ['nobody is known', {}, 'not_in_directory'],
    ['an account is there, and nothing in the directory', { holder: candidate() }, 'not_in_directory'],
    ['the subject came before, and is not in the directory', { known: candidate() }, 'not_in_directory'],
    ['the subject is in another connection’s directory', { known: candidate({}, abroad) }, 'not_in_directory'],
    ['the directory alone knows the person', { directoryUser: user() }, 'new, linked to user'],
    ['the account is linked to the directory', { known: candidate({}, other) }, 'account'],
    [
      'somebody had the login who has left, and the new person is not in the directory',
      { holder: candidate(byDirectory, retired, 's2') },
      'not_in_directory',
    ],
  ])('%s', (_, given, expected) => {
    expect(brief(decideSignIn(facts({ policy: 'directory_only', ...given })))).toBe(expected);
  });
});
