import { type AttributeMapping, formatSource } from '#libs/attribute-mapping';
import { readMappingOf, recordSsoTest, revisionWith } from '#libs/connection-lifecycle';
import {
  type ConnectionKey,
  type Database,
  newId,
  type Repositories,
  type SignInAttemptId,
  type SignInTestId,
  type SignInTestResult,
  type SignInTestRow,
  type TestedTarget,
} from '#libs/persistence';
import { hashToken, mintToken, type Secret } from '#libs/tokens';
import { decideSignIn, type SignInDecision } from './decide-sign-in.js';
import { gatherFacts } from './gather-facts.js';
import { type PersonReading, readPerson } from './mapped-person.js';
import { noteEvidence } from './note-evidence.js';
import { shownValues } from './shown-values.js';
import type { SignInCode } from './sign-in-code.js';
import type { SignInFlow } from './sign-in-flow.js';
import type { SignInTrace } from './sign-in-trace.js';
import { identityOf } from './sign-ins.js';
import { MAX_VALUES, shortened, testablePerson } from './testable-person.js';
import type { VerifiedPerson } from './verified-person.js';

/** How long the URL of a test is good. */
const VALID_MS = 60 * 60_000;

/** A test that came back. */
export interface TestedSignIn {
  readonly id: SignInTestId;
  readonly result: SignInTestResult;
}

/** Test sign-ins: a whole round trip that signs nobody in, and tells what came. */
export class SignInTests {
  constructor(private readonly database: Pick<Database, 'repositories' | 'writeDirectory'>) {}

  /** Makes a test of settings; whoever has the secret may make the sign-in, in any browser, for an hour. */
  static async make(
    { signInTests }: Pick<Repositories, 'signInTests'>,
    connection: ConnectionKey,
    fingerprint: string,
  ): Promise<{ readonly row: SignInTestRow; readonly secret: Secret }> {
    const { secret, hash } = mintToken('test');
    const row = await signInTests.insert(connection, { hash, fingerprint, expiresAt: new Date(Date.now() + VALID_MS) });
    return { row, secret };
  }

  /** The test whose URL was opened, for a new attempt; undefined when it has expired or came back already. */
  async open(
    connection: ConnectionKey,
    secret: string,
  ): Promise<
    { readonly id: SignInTestId; readonly attemptId: SignInAttemptId; readonly fingerprint: string } | undefined
  > {
    const attemptId = newId<SignInAttemptId>();
    const test = await this.database.repositories.signInTests.open(connection, hashToken(secret), attemptId);
    return test && { ...test, attemptId };
  }

  /**
   * Keeps what came back, with the settings it was made with; when everything required arrived, they are tested.
   * @throws SignInRefused `settings_changed`, `flow_expired`
   */
  async complete(
    flow: Pick<SignInFlow, 'connection' | 'protocol' | 'fingerprint' | 'testId'>,
    verified: VerifiedPerson,
    trace: SignInTrace,
  ): Promise<TestedSignIn> {
    const done = await this.database.writeDirectory(flow.connection, repositories =>
      this.record(repositories, flow, verified, trace),
    );
    if (typeof done === 'string') throw await trace.refuse(this.database.repositories, done);
    return done;
  }

  private async record(
    repositories: Repositories,
    {
      connection,
      protocol,
      fingerprint,
      testId,
    }: Pick<SignInFlow, 'connection' | 'protocol' | 'fingerprint' | 'testId'>,
    verified: VerifiedPerson,
    trace: SignInTrace,
  ): Promise<TestedSignIn | SignInCode> {
    const row = await repositories.connections.findForUpdate(connection);
    const revision = row && revisionWith(row, fingerprint);
    if (!revision || !testId) return 'settings_changed';
    const mapping = await readMappingOf(repositories, revision);
    const reading = readPerson(mapping, { protocol, profile: row.idp_profile }, verified);
    const facts = reading.person && (await gatherFacts(repositories, row, reading.person, identityOf(verified)));
    const decision = facts && decideSignIn(facts);
    const result = resultOf(mapping, reading, decision, verified);
    const attemptId = trace.reference;
    const isFirst = await repositories.signInTests.finish(connection, testId, { attemptId, result });
    if (!isFirst) return 'flow_expired';
    const actor = { kind: 'sign-in', id: attemptId } as const;
    const person = testablePerson(verified.person);
    await recordSsoTest(repositories, row, { fingerprint, person }, async (enterpriseId, happening) => {
      await repositories.auditEvents.append(enterpriseId, { actor, requestId: attemptId, ...happening });
    });
    if (reading.person) {
      const { directoryUser } = facts ?? {};
      const seen = { row, attemptId, verified, mapped: reading.person, accountId: result.account.id, directoryUser };
      await noteEvidence(repositories, seen);
    }
    await finish(repositories, trace, result, verified.subject);
    return { id: testId, result };
  }
}

function finish(repositories: Repositories, trace: SignInTrace, result: SignInTestResult, subject: string) {
  const { passed, code, account, targets } = result;
  const missing = targets.filter(({ required, source }) => required && source === null).map(({ target }) => target);
  const steps = [
    { name: 'tested', at: result.finishedAt, detail: { passed, missing, ...(code !== null && { code }) } },
  ];
  return trace.finish(repositories, 'tested', {
    steps,
    about: { login: account.login, subject, accountId: account.id },
  });
}

function resultOf(
  mapping: AttributeMapping,
  reading: PersonReading,
  decision: SignInDecision | undefined,
  verified: VerifiedPerson,
): SignInTestResult {
  const targets = targetsOf(mapping, reading);
  return {
    passed: targets.every(({ required, source }) => !required || source !== null),
    code: codeOf(reading, decision),
    targets,
    received: shownValues(verified.person),
    account: {
      id: decision?.kind === 'sign_in' ? decision.account.id : null,
      login: loginOf(reading),
    },
    finishedAt: new Date().toISOString(),
  };
}

function loginOf({ mapped: { account } }: PersonReading): string | null {
  return account.login === null ? null : shortened(account.login);
}

function codeOf(reading: PersonReading, decision: SignInDecision | undefined): SignInCode | null {
  if (!reading.person) return reading.code;
  return decision?.kind === 'refuse' ? decision.code : null;
}

function targetsOf({ targets }: AttributeMapping, { mapped }: PersonReading): readonly TestedTarget[] {
  const { account, used, missing } = mapped;
  const { groups, attributes, ...single } = account;
  const valuesOf = (target: string): readonly string[] =>
    target === 'groups' ? groups : [({ ...attributes, ...single } as Record<string, string | null>)[target] ?? ''];
  const arrived = used.map(({ target, source }) => ({
    target,
    required: targets[target]?.required ?? false,
    source: formatSource(source),
    tried: [],
    values: valuesOf(target).slice(0, MAX_VALUES).map(shortened),
  }));
  const lacking = missing.map(({ target, required, triedSources }) => ({
    target,
    required,
    source: null,
    tried: triedSources.map(formatSource),
    values: [],
  }));
  return [...arrived, ...lacking];
}
