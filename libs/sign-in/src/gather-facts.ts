import type {
  Account,
  AccountId,
  ConnectionKey,
  ConnectionRow,
  IdentityKey,
  Repositories,
  SignInDirectoryUser,
} from '#libs/persistence';
import type { Candidate, SignInFacts } from './decide-sign-in.js';
import type { MappedPerson } from './mapped-person.js';

/**
 * Locks whomever a sign-in may be about, directory users before accounts, and reads what decides about it. What others change
 * meanwhile comes wholly before it, or wholly after.
 * @param identity null when the subject names nobody for longer than a session
 */
export async function gatherFacts(
  repositories: Repositories,
  row: ConnectionRow,
  { loginKey }: Pick<MappedPerson, 'loginKey'>,
  identity: IdentityKey | null,
): Promise<SignInFacts> {
  const { signInCandidates, accounts: logins } = repositories;
  const connection = { enterpriseId: row.enterprise_id, connectionId: row.id };
  const accountId = identity ? await knownAccount(repositories, connection, identity) : null;
  await logins.lockLogin(connection.enterpriseId, loginKey);
  const users = await signInCandidates.lockUsers(connection, loginKey, accountId);
  const directoryUser = users.find(user => user.state === 'present' && user.userNameKey === loginKey);
  const keys = { loginKey, accountId, directoryUserId: directoryUser?.id ?? null };
  const accounts = await signInCandidates.lockAccounts(connection, keys);
  const toCandidate = await candidatesOf(repositories, connection, accounts, identity);
  const candidate = (is: (account: Account) => boolean) => {
    const account = accounts.find(is);
    return account && toCandidate(account);
  };
  return {
    connectionId: row.id,
    policy: row.sign_in_policy,
    subject: identity?.subject ?? null,
    directoryUser,
    known: candidate(({ id }) => id === accountId),
    linked: directoryUser && candidate(account => isLinkedTo(account, directoryUser)),
    holder: candidate(account => account.loginKey === loginKey),
  };
}

async function knownAccount(
  { accountIdentities, signInCandidates }: Repositories,
  connection: ConnectionKey,
  identity: IdentityKey,
): Promise<AccountId | null> {
  const [, known] = await Promise.all([
    signInCandidates.lockSubject(connection, identity),
    accountIdentities.findAccount(connection, identity),
  ]);
  return known ?? null;
}

async function candidatesOf(
  { accountIdentities, signInCandidates }: Repositories,
  connection: ConnectionKey,
  accounts: readonly Account[],
  identity: IdentityKey | null,
): Promise<(account: Account) => Candidate> {
  if (accounts.length === 0) return account => ({ account, link: undefined, subject: undefined, isOfAnother: false });
  const ids = accounts.map(({ id }) => id);
  const [links, subjects, elsewhere] = await Promise.all([
    signInCandidates.findLinks(connection.enterpriseId, ids),
    identity ? accountIdentities.ofAccounts(connection, identity.issuer, ids) : new Map<AccountId, string>(),
    accountIdentities.ofOtherConnections(connection, ids),
  ]);
  return account => ({
    account,
    link: links.find(user => isLinkedTo(account, user)),
    subject: subjects.get(account.id),
    isOfAnother: elsewhere.has(account.id),
  });
}

function isLinkedTo(account: Account, user: SignInDirectoryUser): boolean {
  return account.connectionId === user.connectionId && account.directoryUserId === user.id;
}
