import { loginMend } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import {
  type AccountId,
  type ConnectionKey,
  type ConnectionRow,
  type DirectoryUserId,
  isLogin,
  loginKeyOf,
  type Repositories,
  type SignInAttemptId,
  type SignInDirectoryUser,
} from '#libs/persistence';
import { groupsOverage } from './groups-overage.js';
import type { MappedPerson } from './mapped-person.js';
import type { VerifiedPerson } from './verified-person.js';

/** How a warning that was raised here is told from one of others. */
const SEEN_IN = 'sign-in';
/** Of a warning; the person who signed in last comes first. */
const MAX_PEOPLE = 5;
const MAX_VALUES = 50;
const MAX_LENGTH = 320;

/** A sign-in, of which a warning may be told. */
export interface Seen {
  readonly row: ConnectionRow;
  readonly attemptId: SignInAttemptId;
  readonly verified: VerifiedPerson;
  readonly mapped: MappedPerson;
  readonly accountId: AccountId | null;
  /** The directory user that the account is linked to, or has the login as userName. */
  readonly directoryUser: SignInDirectoryUser | undefined;
}

type Warnings = Pick<Repositories, 'raisedWarnings' | 'signInCandidates'>;

interface OtherLogin {
  readonly directoryUserId: DirectoryUserId;
  readonly userName: string;
  readonly login: string;
}

interface Evidence {
  readonly people?: readonly OtherLogin[];
  readonly accountId?: AccountId | null;
}

/** Raises what a sign-in tells of the identity provider's settings, and clears what it shows to be mended. */
export async function noteEvidence(repositories: Warnings, seen: Seen): Promise<void> {
  const connection = { enterpriseId: seen.row.enterprise_id, connectionId: seen.row.id };
  const raised = await repositories.raisedWarnings.list(connection);
  const evidenceOf = (code: string): Evidence | undefined => raised.find(warning => warning.code === code)?.evidence;
  await noteLogin(repositories, connection, seen, evidenceOf('LOGIN_MISMATCH'));
  await noteOverage(repositories, connection, seen, evidenceOf('GROUPS_OVERAGE'));
}

async function noteLogin(
  repositories: Warnings,
  connection: ConnectionKey,
  seen: Seen,
  before: Evidence | undefined,
): Promise<void> {
  const user = seen.directoryUser ?? (await likelyUser(repositories, connection, seen));
  if (!user) return;
  const people = before?.people ?? [];
  const others = people.filter(({ directoryUserId }) => directoryUserId !== user.id);
  if (user.userNameKey !== seen.mapped.loginKey) await raiseMismatch(repositories, connection, seen, user, others);
  else if (others.length < people.length) await withoutMended(repositories, connection, { ...before, people: others });
}

async function raiseMismatch(
  { raisedWarnings }: Warnings,
  connection: ConnectionKey,
  seen: Seen,
  user: SignInDirectoryUser,
  others: readonly OtherLogin[],
): Promise<void> {
  const person = { directoryUserId: user.id, userName: user.userName, login: seen.mapped.login };
  const people = [person, ...others].slice(0, MAX_PEOPLE);
  const evidence = { seenIn: SEEN_IN, attemptId: seen.attemptId, people, ...mendOf(seen, user) };
  await raisedWarnings.raise(connection, 'LOGIN_MISMATCH', evidence);
}

async function withoutMended(
  { raisedWarnings }: Warnings,
  connection: ConnectionKey,
  left: Required<Pick<Evidence, 'people'>>,
): Promise<void> {
  if (left.people.length > 0) await raisedWarnings.raise(connection, 'LOGIN_MISMATCH', left);
  else await raisedWarnings.clear(connection, 'LOGIN_MISMATCH');
}

function mendOf({ row, verified, mapped }: Seen, { userName }: SignInDirectoryUser): object {
  const source = mapped.mapped.used.find(({ target }) => target === 'login')?.source;
  const { id } = idpProfile(row.idp_profile);
  const { received } = verified;
  return source ? loginMend({ idpProfile: id, received, source, login: mapped.login, userName }) : {};
}

/** Somebody in the directory who has another userName, but something that was sent of the person and is nobody else's. */
async function likelyUser(
  { signInCandidates }: Warnings,
  connection: ConnectionKey,
  { verified, mapped }: Seen,
): Promise<SignInDirectoryUser | undefined> {
  const sent = new Set([verified.subject, mapped.email ?? '', ...textsIn(verified.received)].filter(isIdentifying));
  const values = [...sent].slice(0, MAX_VALUES);
  const userNameKeys = values.filter(isLogin).map(loginKeyOf);
  const [user, another] = await signInCandidates.findNamed(connection, { userNameKeys, externalIds: values });
  return another ? undefined : user;
}

/** An address, or an id that is long enough to be one: a first name may be the userName of somebody else. */
function isIdentifying(text: string): boolean {
  return text.length <= MAX_LENGTH && !text.includes('\0') && (text.includes('@') || /^\S{16,}$/.test(text));
}

function textsIn(received: unknown): readonly string[] {
  if (typeof received !== 'object' || received === null) return [];
  return Object.values(received)
    .flatMap((value: unknown) => (Array.isArray(value) ? (value as readonly unknown[]) : [value]))
    .filter(value => typeof value === 'string');
}

async function noteOverage(
  { raisedWarnings }: Warnings,
  connection: ConnectionKey,
  { verified, accountId, attemptId }: Seen,
  before: Evidence | undefined,
): Promise<void> {
  const claim = groupsOverage(verified.received);
  if (claim) await raisedWarnings.raise(connection, 'GROUPS_OVERAGE', { seenIn: SEEN_IN, attemptId, accountId, claim });
  // Others never had too many: it is mended when this person has groups again.
  else if (before && accountId !== null && before.accountId === accountId)
    await raisedWarnings.clear(connection, 'GROUPS_OVERAGE');
}
