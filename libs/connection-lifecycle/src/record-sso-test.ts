import { type AttributeMapping, mapAttributes } from '#libs/attribute-mapping';
import { receivedInTest } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import type {
  AuditAction,
  AuditTarget,
  ConnectionRow,
  EnterpriseId,
  PendingRevision,
  Repositories,
  SsoTest,
  TestedPerson,
} from '#libs/persistence';
import { readMappingOf } from './read-mapping-of.js';
import {
  fingerprintOf,
  liveRevision,
  keyOf,
  mappingChange,
  recordableSettings,
  type SsoRevision,
} from './sso-revision.js';
import { requireTransition } from './transition-decision.js';

/** Writes into the enterprise's audit log, in the transaction of the change. */
export type RecordConnection = (
  enterpriseId: EnterpriseId,
  happening: {
    readonly action: AuditAction;
    readonly target: AuditTarget;
    readonly before?: object;
    readonly after?: object;
  },
) => Promise<void>;

/** A test of one protocol came with what only the other has. */
export class OtherProtocol extends Error {
  override readonly name = 'OtherProtocol';

  /** @param protocol that of the connection */
  constructor(readonly protocol: 'saml' | 'oidc') {
    super(
      protocol === 'saml'
        ? 'The connection uses SAML 2.0, which has no claims: send nameId and attributes.'
        : 'The connection uses OpenID Connect, which has neither NameID nor attributes: send claims.',
    );
  }
}

/** A sign-in that came back. */
export interface SignInTest {
  readonly fingerprint: string;
  readonly person: TestedPerson;
}

/**
 * Keeps a sign-in test with the settings it was made with: the live ones, or the pending revision, which takes their place when
 * the test has passed. Nothing of the person is recorded in the audit log.
 * @throws TransitionRefused, OtherProtocol
 */
export async function recordSsoTest(
  repositories: Repositories,
  row: ConnectionRow,
  signIn: SignInTest,
  record: RecordConnection,
): Promise<ConnectionRow> {
  const { pending_revision: pending } = row;
  const isOfPending = Boolean(pending) && fingerprintOf(pending) === signIn.fingerprint;
  const revision = isOfPending ? pending : liveRevision(row);
  const isTestCurrent = signIn.fingerprint === fingerprintOf(revision);
  if (!revision || !isTestCurrent) {
    await requireTransition(repositories, row, 'pass_test', { isTestCurrent: false });
    throw new Error('A test of other settings was not refused.');
  }
  const test = await evaluate(repositories, row, signIn, revision);
  const work = { repositories, row, record, test };
  return isOfPending && pending ? ofPending(work, pending) : ofLive(work);
}

/** A test and what is done with it. */
interface TestWork {
  readonly repositories: Repositories;
  readonly row: ConnectionRow;
  readonly record: RecordConnection;
  readonly test: SsoTest;
}

async function evaluate(
  repositories: Repositories,
  row: ConnectionRow,
  { fingerprint, person }: SignInTest,
  revision: SsoRevision,
): Promise<SsoTest> {
  const { protocol } = revision.settings;
  refuseOtherProtocol(protocol, person);
  const mapping = await readMappingOf(repositories, revision);
  const missing = missingIn(mapping, { protocol, idpProfile: row.idp_profile, person });
  return { fingerprint, testedAt: new Date().toISOString(), missing, person };
}

function missingIn(
  mapping: AttributeMapping,
  { protocol, idpProfile: profile, person }: { protocol: 'saml' | 'oidc'; idpProfile: string; person: TestedPerson },
): readonly string[] {
  const { missing } = mapAttributes(mapping, protocol, idpProfile(profile).id, receivedInTest({ person }));
  return missing.filter(({ required }) => required).map(({ target }) => target);
}

function refuseOtherProtocol(protocol: 'saml' | 'oidc', { nameId, attributes, claims }: TestedPerson): void {
  const isOther = protocol === 'saml' ? claims !== undefined : nameId !== undefined || attributes !== undefined;
  if (isOther) throw new OtherProtocol(protocol);
}

async function ofLive({ repositories, row, record, test }: TestWork): Promise<ConnectionRow> {
  const action = test.missing.length === 0 ? 'pass_test' : 'fail_test';
  const state = await requireTransition(repositories, row, action, { isTestCurrent: true });
  const updated = await repositories.connections.update(keyOf(row), {
    ...(state !== row.state && { state }),
    ssoTest: test,
  });
  const { fingerprint, missing } = test;
  await record(row.enterprise_id, {
    action: 'connection.tested',
    target: { type: 'connection', id: row.id },
    before: { state: row.state },
    after: { state, fingerprint, missing },
  });
  return updated;
}

async function ofPending(work: TestWork, pending: PendingRevision): Promise<ConnectionRow> {
  const { repositories, row, record, test } = work;
  const { fingerprint, missing } = test;
  const target = { type: 'connection', id: row.id };
  const hasPassed = missing.length === 0;
  const action = hasPassed ? 'apply_revision' : 'fail_test';
  const intended = { settings: pending.settings, isTestCurrent: true };
  const state = await requireTransition(repositories, row, action, intended);
  await record(row.enterprise_id, { action: 'connection.revision_tested', target, after: { fingerprint, missing } });
  if (!hasPassed) return repositories.connections.update(keyOf(row), { pendingRevision: { ...pending, test } });
  const { settings } = pending;
  const updated = await repositories.connections.update(keyOf(row), {
    ...(state !== row.state && { state }),
    ssoSettings: settings,
    ssoTest: test,
    pendingRevision: null,
    ...mappingChange(row, pending),
  });
  await record(row.enterprise_id, {
    action: 'connection.revision_applied',
    target,
    before: { state: row.state, sso: recordableSettings(liveRevision(row)) },
    after: { state, sso: recordableSettings(pending) },
  });
  return updated;
}
