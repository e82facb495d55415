import { fingerprintOf, liveRevision, type SsoRevision } from '#libs/connection-lifecycle';
import { type AttributeMapping, mapAttributes } from '#libs/attribute-mapping';
import { receivedInTest, samlOptionsOf } from '#libs/connection-health';
import { idpProfile } from '#libs/idp-profiles';
import type { ConnectionRow, SsoTest as StoredTest } from '#libs/persistence';
import type { AdminSettings } from '../http/admin-settings.js';
import { certificatesAt } from './certificate-facts.js';
import type { Connection } from './connection-answer.dto.js';
import type { Sso, SsoTest, TestedAccount } from './sso-answer.dto.js';

/** What a connection is answered with, besides itself. */
export interface AnswerContext {
  readonly settings: AdminSettings;
  /** The attribute mapping of the live settings. */
  readonly mapping: AttributeMapping;
  /** Whether the caller may see names, addresses and logins. */
  readonly seesPeople: boolean;
}

/** A connection as it is answered. */
export function toConnection(row: ConnectionRow, context: AnswerContext): Connection {
  const { id, name, state, version } = row;
  const key = { connectionId: id };
  const live = liveRevision(row);
  return {
    id,
    name,
    idpProfile: row.idp_profile,
    state,
    provisioningMode: row.provisioning_mode,
    signInPolicy: row.sign_in_policy,
    scimBaseUrl: context.settings.scimBaseUrl(key),
    serviceProvider: context.settings.serviceProvider(key),
    sso: live ? toSso(row, live, row.sso_test ?? undefined, context) : null,
    hasPendingRevision: Boolean(row.pending_revision),
    version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
  };
}

/** Settings of single sign-on as they are answered, without the client secret. */
export function toSso(
  { idp_profile: profile }: Pick<ConnectionRow, 'idp_profile'>,
  revision: SsoRevision,
  test: StoredTest | undefined,
  context: Omit<AnswerContext, 'settings'>,
): Sso {
  const fingerprint = fingerprintOf(revision) ?? '';
  const { settings } = revision;
  const tested = {
    fingerprint,
    test: test ? toTest(test, fingerprint, () => accountOf(settings.protocol, profile, test, context)) : null,
  };
  if (settings.protocol === 'saml') {
    const { protocol, entityId, signOnUrl, certificates } = settings;
    return {
      protocol,
      entityId,
      signOnUrl,
      ...samlOptionsOf(settings),
      certificates: certificatesAt(certificates, new Date()),
      ...tested,
    };
  }
  const { sealedClientSecret, ...readable } = settings;
  return { ...readable, hasClientSecret: sealedClientSecret !== null, ...tested };
}

function toTest(
  { fingerprint: testedFingerprint, testedAt, missing }: StoredTest,
  fingerprint: string,
  account: () => TestedAccount | null,
): SsoTest {
  const isCurrent = testedFingerprint === fingerprint;
  return { testedAt, isCurrent, passed: missing.length === 0, missing, account: isCurrent ? account() : null };
}

function accountOf(
  protocol: 'saml' | 'oidc',
  profile: string,
  test: StoredTest,
  { mapping, seesPeople }: Omit<AnswerContext, 'settings'>,
): TestedAccount | null {
  if (!seesPeople) return null;
  const { account } = mapAttributes(mapping, protocol, idpProfile(profile).id, receivedInTest(test));
  const { login, name, email, groups } = account;
  return { login, name, email, groups };
}
