import type { Account, ConnectionId, DirectoryUserId, SignInDirectoryUser, SignInPolicy } from '#libs/persistence';
import type { SignInCode } from './sign-in-code.js';

/** An account that may be the person's. */
export interface Candidate {
  readonly account: Account;
  /** The directory user it is linked to, in whatever connection that is still there. */
  readonly link: SignInDirectoryUser | undefined;
  /** By which it was signed in to before, of the same issuer. */
  readonly subject: string | undefined;
  /** Whether it was signed in to by another connection of the enterprise, that is still there. */
  readonly isOfAnother: boolean;
}

/** Everything that decides as whom somebody signs in. All of it is locked. */
export interface SignInFacts {
  readonly connectionId: ConnectionId;
  readonly policy: SignInPolicy;
  /** Null when the identity provider names nobody for longer than a session. */
  readonly subject: string | null;
  /** Who is present in the directory of the connection with the login as userName. */
  readonly directoryUser: SignInDirectoryUser | undefined;
  /** The account that this subject signed in to before. */
  readonly known: Candidate | undefined;
  /** The account that is linked to the directory user. */
  readonly linked: Candidate | undefined;
  /** The account that has the login. */
  readonly holder: Candidate | undefined;
}

/** As whom somebody signs in. */
export type SignInDecision =
  | { readonly kind: 'refuse'; readonly code: SignInCode }
  /** A new account. `freesLoginOf` is the suspended account of another person who had the login before. */
  | { readonly kind: 'create'; readonly linksTo: DirectoryUserId | null; readonly freesLoginOf?: Account }
  | {
      readonly kind: 'sign_in';
      readonly account: Account;
      /** The directory user that it is linked to from now on; null when nothing changes. */
      readonly linksTo: DirectoryUserId | null;
      readonly freesLoginOf?: Account;
    };

/**
 * Decides as whom a verified person signs in. Pure: the table in `decide-sign-in.test.ts` is its specification.
 *
 * The subject goes before the login, because an identity provider gives an address to somebody else, and a subject never. Where
 * the two, or the directory, name different accounts, the person is refused rather than guessed.
 */
export function decideSignIn(facts: SignInFacts): SignInDecision {
  const { directoryUser, known, linked, holder } = facts;
  if (directoryUser && !directoryUser.active) return refuse('inactive_in_directory');
  if (known && linked && known.account.id !== linked.account.id) return refuse('login_of_another');
  const own = known ?? linked;
  if (own) return asOwn(own, facts);
  return holder ? asHolder(holder, facts) : create(facts);
}

function refuse(code: SignInCode): SignInDecision {
  return { kind: 'refuse', code };
}

/** By the subject, or by the link of the directory user whose userName the login is: the directory says who has the login now. */
function asOwn(own: Candidate, facts: SignInFacts): SignInDecision {
  const { directoryUser, holder } = facts;
  const code = refusalOf(own, facts);
  if (code) return refuse(code);
  if (isOfAnotherUser(own, facts)) return refuse('login_of_another');
  const isTaken = holder !== undefined && holder.account.id !== own.account.id;
  if (isTaken && !hasLeft(holder)) return refuse('login_of_another');
  const linksTo = directoryUser && !isPresent(own.link) ? directoryUser.id : null;
  return { kind: 'sign_in', account: own.account, linksTo, ...(isTaken && { freesLoginOf: holder.account }) };
}

/** By the login alone: the account must be nobody else's. */
function asHolder(holder: Candidate, facts: SignInFacts): SignInDecision {
  const { directoryUser, connectionId } = facts;
  const { account, link } = holder;
  if (isPresent(link) && (directoryUser || link.connectionId !== connectionId)) return refuse('login_of_another');
  const difference = differenceFrom(holder, facts);
  if (difference) return hasLeft(holder) ? create(facts, account) : refuse(difference);
  const code = refusalOf(holder, facts) ?? foreignCode(holder, facts);
  return code ? refuse(code) : { kind: 'sign_in', account, linksTo: directoryUser?.id ?? null };
}

function create({ policy, directoryUser }: SignInFacts, freesLoginOf?: Account): SignInDecision {
  if (policy === 'directory_only' && !directoryUser) return refuse('not_in_directory');
  return { kind: 'create', linksTo: directoryUser?.id ?? null, ...(freesLoginOf && { freesLoginOf }) };
}

/** Why nobody may sign in to an account that is the person's. */
function refusalOf(candidate: Candidate, facts: SignInFacts): SignInCode | undefined {
  if (isInactive(candidate, facts)) return 'inactive_in_directory';
  if (candidate.account.state === 'suspended') return 'suspended';
  return facts.policy === 'directory_only' && !isCovered(candidate, facts) ? 'not_in_directory' : undefined;
}

/** A directory user who has the login, and is active, stands in for one who is gone. */
function isInactive({ account, link }: Candidate, { directoryUser }: SignInFacts): boolean {
  if (isPresent(link)) return !link.active;
  return !directoryUser && (link !== undefined || account.suspendedBy === 'directory');
}

/** Whether the directory of this connection vouches for the person. */
function isCovered({ link }: Candidate, { directoryUser, connectionId }: SignInFacts): boolean {
  return directoryUser !== undefined || (isPresent(link) && link.connectionId === connectionId);
}

/** What tells that the account with the login is another person's, whom the login was taken from. */
function differenceFrom({ link, subject }: Candidate, facts: SignInFacts): SignInCode | undefined {
  if (subject !== undefined && facts.subject !== null && subject !== facts.subject) return 'subject_changed';
  return isOtherId(link?.externalId, facts.directoryUser?.externalId) ? 'login_of_another' : undefined;
}

/** As when a person is provisioned again: another externalId is another person, and none may be anybody's. */
function isOtherId(before: string | null = null, now: string | null = null): boolean {
  return before !== null && now !== null && before !== now;
}

/** Nobody uses an account any more that the directory suspended, and whose person is no longer in the directory. */
function hasLeft({ account, link }: Candidate): boolean {
  return account.state === 'suspended' && account.suspendedBy === 'directory' && !isPresent(link);
}

/** One identity provider cannot claim whom another has signed in; the directory of its connection can, as when it provisions. */
function foreignCode(
  { link, subject, isOfAnother }: Candidate,
  { directoryUser }: SignInFacts,
): SignInCode | undefined {
  const isForeign = isOfAnother && subject === undefined && !directoryUser && !isPresent(link);
  return isForeign ? 'login_of_another' : undefined;
}

function isOfAnotherUser({ link }: Candidate, { directoryUser, connectionId }: SignInFacts): boolean {
  return (
    isPresent(link) && link.connectionId === connectionId && directoryUser !== undefined && link.id !== directoryUser.id
  );
}

function isPresent(link: SignInDirectoryUser | undefined): link is SignInDirectoryUser {
  return link?.state === 'present';
}
