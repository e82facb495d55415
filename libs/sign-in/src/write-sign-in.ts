import {
  type Account,
  type AccountChange,
  type AccountId,
  type AccountProfile,
  type AccountSessionRow,
  type Cause,
  type ConnectionKey,
  type ConnectionRow,
  type DirectoryUserId,
  type IdentityKey,
  newId,
  type Repositories,
} from '#libs/persistence';
import { eventsOf } from '#libs/provisioning';
import type { SignInDecision, SignInFacts } from './decide-sign-in.js';
import { groupsOverage } from './groups-overage.js';
import type { MappedPerson } from './mapped-person.js';
import type { SignInClient } from './sign-in-flow.js';
import type { VerifiedPerson } from './verified-person.js';

/** As whom somebody is let in. */
export type Admitted = Exclude<SignInDecision, { readonly kind: 'refuse' }>;

/** Somebody who is let in, and all that is written of it. */
export interface SignInToWrite {
  readonly row: ConnectionRow;
  readonly facts: SignInFacts;
  readonly admitted: Admitted;
  readonly mapped: MappedPerson;
  readonly verified: VerifiedPerson;
  readonly identity: IdentityKey | null;
  readonly client: SignInClient;
  readonly cause: Cause;
  readonly sessionMs: number;
}

/** Who is signed in. */
export interface WrittenSignIn {
  readonly accountId: AccountId;
  readonly isNew: boolean;
  readonly directoryUserId: DirectoryUserId | null;
  readonly session: AccountSessionRow;
}

/** Writes the account, its identity, its memberships and its session, with the events that tell of them; all is locked. */
export async function writeSignIn(repositories: Repositories, signIn: SignInToWrite): Promise<WrittenSignIn> {
  const { row, admitted, identity, verified, client, sessionMs } = signIn;
  const connection = { enterpriseId: row.enterprise_id, connectionId: row.id };
  const directoryUserId = directoryUserOf(signIn);
  if (admitted.freesLoginOf) await change(repositories, signIn, admitted.freesLoginOf, { freesLogin: true });
  const accountId = admitted.kind === 'create' ? await create(repositories, signIn) : admitted.account.id;
  if (admitted.kind === 'sign_in') await change(repositories, signIn, admitted.account, changeOf(signIn));
  if (identity) await repositories.accountIdentities.put(connection, identity, accountId);
  await writeMemberships(repositories, connection, signIn, { accountId, directoryUserId });
  const { subject, nameIdFormat, sessionIndex, idpSessionId } = verified;
  const session = await repositories.accountSessions.insert(connection.enterpriseId, accountId, {
    ...client,
    expiresAt: new Date(Date.now() + sessionMs),
    idpSession: { ...connection, subject, nameIdFormat, sessionIndex, idpSessionId },
  });
  return { accountId, isNew: admitted.kind === 'create', directoryUserId, session };
}

/** Of this connection: the one that is linked now, or already was. */
function directoryUserOf({ admitted, facts, row }: SignInToWrite): DirectoryUserId | null {
  if (admitted.linksTo) return admitted.linksTo;
  const account = admitted.kind === 'sign_in' ? admitted.account : undefined;
  return account?.connectionId === row.id ? (account.directoryUserId ?? facts.directoryUser?.id ?? null) : null;
}

async function create(repositories: Repositories, { admitted, mapped, row, cause }: SignInToWrite): Promise<AccountId> {
  const { accounts, accountEvents } = repositories;
  const id = newId<AccountId>();
  const { login, loginKey, email, displayName } = mapped;
  const profile = { login, loginKey, email, displayName };
  const connection = { enterpriseId: row.enterprise_id, connectionId: row.id };
  const { linksTo: directoryUserId } = admitted;
  if (directoryUserId) await accounts.insertLinked(connection, { id, directoryUserId, profile });
  else await accounts.insertUnlinked(row.enterprise_id, id, profile);
  const source = { connectionId: row.id, directoryUserId };
  const after = { login, email, displayName, state: 'active' };
  const event = { accountId: id, source, type: 'account.created', change: { after } } as const;
  await accountEvents.append(row.enterprise_id, event, cause);
  return id;
}

async function change(
  { accounts, accountEvents }: Repositories,
  { row, cause, admitted }: SignInToWrite,
  account: Account,
  what: AccountChange,
): Promise<void> {
  const events = eventsOf(account, what);
  if (events.length === 0) return;
  const source = { connectionId: row.id, directoryUserId: admitted.linksTo ?? account.directoryUserId };
  await accounts.update(row.enterprise_id, account, what);
  for (const event of events)
    await accountEvents.append(row.enterprise_id, { accountId: account.id, source, ...event }, cause);
}

function changeOf(signIn: SignInToWrite): AccountChange {
  const { admitted, row } = signIn;
  const connection = { enterpriseId: row.enterprise_id, connectionId: row.id };
  const link = admitted.linksTo && { connection, directoryUserId: admitted.linksTo };
  const isProvisioned = row.provisioning_mode !== 'deprovision_only' && directoryUserOf(signIn) !== null;
  return { ...(link && { link }), profile: isProvisioned ? loginToFill(signIn) : profileOf(signIn) };
}

/** Whoever the directory provisions is as the directory says; an account that lost its login to another gets one again. */
function loginToFill({ admitted, mapped: { login, loginKey } }: SignInToWrite): Partial<AccountProfile> {
  return admitted.kind === 'sign_in' && admitted.account.loginKey === null ? { login, loginKey } : {};
}

/** Of others the account is as they were sent; what was not sent stays. */
function profileOf({ mapped: { login, loginKey, email, displayName } }: SignInToWrite): Partial<AccountProfile> {
  return { login, loginKey, ...(email !== null && { email }), ...(displayName !== null && { displayName }) };
}

/** In the mode `users_and_groups` the directory says who is in which group; in the others each sign-in does. */
async function writeMemberships(
  { carriedMemberships, claimedMemberships }: Repositories,
  connection: ConnectionKey,
  { row, admitted, mapped, verified, cause }: SignInToWrite,
  whose: { readonly accountId: AccountId; readonly directoryUserId: DirectoryUserId | null },
): Promise<void> {
  if (row.provisioning_mode === 'users_and_groups') {
    if (admitted.linksTo) await carriedMemberships.carryUsers(connection, [admitted.linksTo], cause);
    return;
  }
  // Groups that were left out because there are too many are not groups that the person is no longer in.
  if (!mapped.mapsGroups || groupsOverage(verified.received)) return;
  await claimedMemberships.reset(connection, { ...whose, groups: mapped.groups }, cause);
}
