import type { SsoSettings, SsoTest } from '#libs/persistence';
import type { ConnectionFacts } from './connection-facts.js';
import { mappingOutlook } from './mapping-outlook.js';
import { ssoFingerprint } from './sso-fingerprint.js';
import type { Finding } from './warning.js';

/** Finds that a newer attribute mapping was published than the connection has accepted. */
export function mappingFindings(facts: ConnectionFacts): readonly Finding[] {
  const { accepted, latest, connection } = facts;
  const { isOutdated, isBlocking, changes } = mappingOutlook(facts);
  if (!isOutdated) return [];
  const isPending = connection.pending_revision?.mappingVersion === latest.version;
  return [
    {
      code: 'MAPPING_OUTDATED',
      severity: isBlocking ? 'blocking' : 'info',
      since: latest.publishedAt,
      message: mappingMessage(latest.version, { isPending, isBlocking }),
      evidence: { acceptedVersion: accepted.version, latestVersion: latest.version, changes },
    },
  ];
}

function mappingMessage(
  version: number,
  { isPending, isBlocking }: { readonly isPending: boolean; readonly isBlocking: boolean },
): string {
  if (isPending)
    return `Version ${version} of the attribute mapping goes live as soon as a sign-in test of the pending revision has passed.`;
  return isBlocking
    ? `Version ${version} of the attribute mapping asks for a change at the identity provider. Make it there, then accept the version.`
    : `There is a version ${version} of the attribute mapping, for which nothing has to be changed at the identity provider. Look at the preview and accept it.`;
}

/** Finds that no sign-in test has passed with the settings as they are. */
export function signInTestFindings({ connection }: ConnectionFacts): readonly Finding[] {
  const { sso_settings: settings, sso_test: test } = connection;
  if (!settings)
    return [
      stale('Single sign-on is not set up. Enter the settings of the identity provider, then test a sign-in.', null),
    ];
  if (!test) return [stale('No sign-in was tested yet. Test one.', null)];
  return ofTest(test, isCurrent(test, settings, connection.mapping_version));
}

function isCurrent(test: SsoTest, settings: SsoSettings, mappingVersion: number): boolean {
  return test.fingerprint === ssoFingerprint(settings, mappingVersion);
}

function ofTest({ testedAt, missing }: SsoTest, current: boolean): readonly Finding[] {
  if (!current)
    return [
      stale(
        'The settings or the attribute mapping changed after the last sign-in test. Test a sign-in again.',
        testedAt,
      ),
    ];
  if (missing.includes('login')) {
    return [
      {
        code: 'LOGIN_ATTRIBUTE_MISSING',
        since: testedAt,
        message:
          'The identity provider sent no login in the last sign-in test, so nobody can be recognised. Have it send one, then test again.',
        evidence: { testedAt, missing },
      },
    ];
  }
  if (missing.length === 0) return [];
  return [
    stale(
      `The last sign-in test lacked ${missing.join(', ')}. Have the identity provider send that, then test again.`,
      testedAt,
      missing,
    ),
  ];
}

function stale(message: string, testedAt: string | null, missing: readonly string[] = []): Finding {
  return { code: 'SSO_TEST_STALE', since: null, message, evidence: { testedAt, missing } };
}
