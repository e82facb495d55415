import { readMappingOf, revisionWith } from '#libs/connection-lifecycle';
import type {
  AccountId,
  AccountSessionId,
  ConnectionRow,
  Database,
  IdentityKey,
  Repositories,
  SignInStep,
} from '#libs/persistence';
import { type Admitted, type WrittenSignIn, writeSignIn } from './write-sign-in.js';
import { decideSignIn, type SignInFacts } from './decide-sign-in.js';
import { gatherFacts } from './gather-facts.js';
import { type MappedPerson, readPerson } from './mapped-person.js';
import { noteEvidence } from './note-evidence.js';
import type { SignInCode } from './sign-in-code.js';
import type { SignInFlow } from './sign-in-flow.js';
import type { SignInTrace, TracedPerson } from './sign-in-trace.js';
import type { VerifiedPerson } from './verified-person.js';

/** What an answer belongs to: a flow that was taken, or a sign-in that the identity provider began. */
export type AnsweredSignIn = Pick<SignInFlow, 'connection' | 'protocol' | 'fingerprint'>;

/** Somebody who is signed in. */
export interface SignedIn {
  readonly accountId: AccountId;
  readonly accountSessionId: AccountSessionId;
  /** ISO 8601: when the session ends at the latest. */
  readonly expiresAt: string;
}

/** How people are signed in. */
export interface SignInOptions {
  /** After so long a person has to sign in again. */
  readonly sessionMs?: number;
}

const SESSION_MS = 12 * 3_600_000;

/** Why somebody is refused, and what is told of it. */
interface Refused {
  readonly code: SignInCode;
  readonly about: TracedPerson;
  readonly detail?: Readonly<Record<string, unknown>>;
}

interface Accepted {
  readonly written: WrittenSignIn;
  readonly row: ConnectionRow;
  readonly facts: SignInFacts;
  readonly admitted: Admitted;
  readonly mapped: MappedPerson;
}

/** Signs people in whom an identity provider has named: the account, its session and the trace, in one transaction. */
export class SignIns {
  private readonly sessionMs: number;

  constructor(
    private readonly database: Pick<Database, 'repositories' | 'writeDirectory'>,
    { sessionMs = SESSION_MS }: SignInOptions = {},
  ) {
    this.sessionMs = sessionMs;
  }

  /**
   * Signs a verified person in, for whom every check of the protocol has passed.
   * @param trace of the attempt, with the steps that the protocol took
   * @throws SignInRefused
   */
  async complete(answered: AnsweredSignIn, verified: VerifiedPerson, trace: SignInTrace): Promise<SignedIn> {
    // Sent along with the directory's lock: no change of the connection's state comes between.
    const done = await this.database.writeDirectory(answered.connection, repositories =>
      this.admit(repositories, answered, verified, trace),
    );
    const { repositories } = this.database;
    if ('code' in done) throw await trace.about(done.about).refuse(repositories, done.code, done.detail);
    const { written, row, mapped } = done;
    const { accountId, session } = written;
    const directoryUser = directoryUserOf(done);
    await noteEvidence(repositories, { row, attemptId: trace.reference, verified, mapped, accountId, directoryUser });
    return { accountId, accountSessionId: session.id, expiresAt: session.expires_at };
  }

  /** What it does runs again from the start when another transaction comes in between, so the trace is only read. */
  private async admit(
    repositories: Repositories,
    { connection, protocol, fingerprint }: AnsweredSignIn,
    verified: VerifiedPerson,
    trace: SignInTrace,
  ): Promise<Accepted | Refused> {
    const { subject } = verified;
    const row = await repositories.connections.find(connection);
    if (row?.state !== 'enabled') return { code: 'connection_not_enabled', about: { subject } };
    const revision = revisionWith({ ...row, pending_revision: null }, fingerprint);
    if (!revision) return { code: 'settings_changed', about: { subject } };
    const mapping = await readMappingOf(repositories, revision);
    const reading = readPerson(mapping, { protocol, profile: row.idp_profile }, verified);
    const { login } = reading.mapped.account;
    if (!reading.person) return { code: reading.code, about: { subject, login }, detail: { missing: reading.missing } };
    const identity = identityOf(verified);
    const facts = await gatherFacts(repositories, row, reading.person, identity);
    const decision = decideSignIn(facts);
    const directoryUserId = facts.directoryUser?.id ?? null;
    if (decision.kind === 'refuse') return { code: decision.code, about: { subject, login, directoryUserId } };
    const cause = { actor: { kind: 'sign-in', id: trace.reference }, requestId: trace.reference } as const;
    const signIn = { row, facts, admitted: decision, mapped: reading.person, verified, identity, cause };
    const written = await writeSignIn(repositories, { ...signIn, client: trace.client, sessionMs: this.sessionMs });
    await finish(repositories, trace, written, { subject, login });
    return { written, row, facts, admitted: decision, mapped: reading.person };
  }
}

async function finish(
  repositories: Repositories,
  trace: SignInTrace,
  { accountId, isNew, directoryUserId }: WrittenSignIn,
  about: TracedPerson,
): Promise<void> {
  const at = new Date().toISOString();
  const steps: readonly SignInStep[] = [
    { name: 'mapped', at, detail: {} },
    { name: isNew ? 'account_created' : 'account_found', at, detail: { accountId, directoryUserId } },
    { name: 'signed_in', at, detail: {} },
  ];
  await trace.finish(repositories, 'signed_in', { steps, about: { ...about, accountId, directoryUserId } });
}

/** As whom the identity provider knows the person for ever; null when it names a session alone. */
export function identityOf({ subject, subjectIssuer: issuer }: VerifiedPerson): IdentityKey | null {
  return issuer === null ? null : { issuer, subject };
}

/** The one that the account is linked to now, in this connection. */
function directoryUserOf({ admitted, facts }: Accepted): SignInFacts['directoryUser'] {
  if (admitted.linksTo || admitted.kind === 'create') return facts.directoryUser;
  const candidate = [facts.known, facts.linked, facts.holder].find(found => found?.account.id === admitted.account.id);
  const link = candidate?.link;
  return link?.connectionId === facts.connectionId && link.state === 'present' ? link : undefined;
}
