import { idpProfile, warningClickPaths } from '#libs/idp-profiles';
import { certificateFindings } from './certificate-findings.js';
import type { ConnectionFacts } from './connection-facts.js';
import { holdFindings } from './hold-findings.js';
import { seenFindings } from './seen-findings.js';
import { mappingFindings, signInTestFindings } from './sign-in-findings.js';
import { tokenFindings } from './token-findings.js';
import type { Finding, Warning } from './warning.js';
import { warningCodes, warningSeverities } from './warning-codes.js';

/** Gives everything that is wrong with a connection, the worst first; each code once. */
export function warningsOf(facts: ConnectionFacts, now: Date): readonly Warning[] {
  const clickPaths = warningClickPaths[idpProfile(facts.connection.idp_profile).id];
  return [
    ...mappingFindings(facts),
    ...signInTestFindings(facts),
    ...certificateFindings(facts, now),
    ...tokenFindings(facts, now),
    ...administratorFindings(facts),
    ...holdFindings(facts),
    ...seenFindings(facts.raised),
  ]
    .map(({ code, severity = warningCodes[code].severity, since, message, evidence }): Warning => {
      return { code, severity, since, message, evidence, clickPath: clickPaths[code] };
    })
    .toSorted((a, b) => warningSeverities.indexOf(a.severity) - warningSeverities.indexOf(b.severity));
}

function administratorFindings({ hasAdministrator }: ConnectionFacts): readonly Finding[] {
  if (hasAdministrator) return [];
  return [
    {
      code: 'NO_BREAK_GLASS',
      since: null,
      message:
        'Nobody administrates the enterprise without single sign-on, so the connection can be neither disabled nor deleted. Make an API key with the role "enterprise_admin".',
      evidence: {},
    },
  ];
}
