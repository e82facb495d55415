import type { RaisedWarningRow } from '#libs/persistence';
import type { Finding } from './warning.js';
import type { WarningCode } from './warning-codes.js';

const messages: readonly (readonly [WarningCode, string])[] = [
  [
    'LOGIN_MISMATCH',
    'The login that a person signs in with and the userName that is provisioned for the same person disagree. Have the identity provider send the same value for both.',
  ],
  ['METADATA_UNREACHABLE', 'The metadata of the identity provider cannot be read. Check its address.'],
  [
    'METADATA_CHANGED',
    'The metadata of the identity provider is another than the one that was imported. Look at what changed, and take it over if the identity provider has announced it.',
  ],
  [
    'DOMAIN_UNVERIFIED',
    'A domain of the connection is not verified any more, or soon will not be: its DNS record is gone. Put the record back, or delete the domain.',
  ],
  [
    'ENTRA_FLAG_MISSING',
    'The requests of Microsoft Entra ID show that the tenant URL does not end in "?aadOptscim062020". Add that to it.',
  ],
  [
    'GROUPS_OVERAGE',
    'A person has more groups than the identity provider sends at sign-in, so they were left out. Have it send only the groups of the application.',
  ],
  ['IDP_SILENT', 'The identity provider has stopped sending requests. See whether provisioning is still on there.'],
];

/** Gives the findings that something seen has raised. A code that this version does not know is passed over. */
export function seenFindings(raised: readonly RaisedWarningRow[]): readonly Finding[] {
  return raised.flatMap(({ code, evidence, created_at: since }) =>
    messages
      .filter(([known]) => known === code)
      .map(([known, message]) => ({ code: known, since, message: withInstruction(message, evidence), evidence })),
  );
}

/** What was seen may tell exactly what to change. */
function withInstruction(message: string, evidence: { readonly instruction?: unknown }): string {
  return typeof evidence.instruction === 'string' ? `${message} ${evidence.instruction}` : message;
}
