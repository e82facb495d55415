import { type DomainFault, parseDomain, verificationRecordOf } from '#libs/domains';
import type { DomainRow } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import type { Domain, DomainState } from './domain.dto.js';

const faults: Readonly<Record<DomainFault, string>> = {
  not_a_domain: 'Name must be a domain, such as example.com, and nothing else.',
  public_suffix: 'Others register domains under this one, so it is nobody’s. Add a domain below it.',
};

/**
 * The name of a domain as it is stored.
 * @throws AdminProblem `invalid_request`
 */
export function readDomainName(text: string): string {
  const parsed = parseDomain(text);
  if ('name' in parsed) return parsed.name;
  throw AdminProblem.invalidRequest([{ pointer: '/name', detail: faults[parsed.fault] }]);
}

/** A domain as it is answered. */
export function toDomain(row: DomainRow): Domain {
  const { id, name, policy, version } = row;
  return {
    id,
    name,
    state: stateOf(row),
    policy,
    record: { type: 'TXT', name, value: verificationRecordOf(row.token) },
    verifiedAt: row.verified_at ?? null,
    failingSince: row.failing_since ?? null,
    outcome: row.outcome ?? null,
    version,
    createdAt: row.created_at,
    lastModified: row.last_modified,
  };
}

function stateOf({ verified_at, failing_since }: DomainRow): DomainState {
  if (verified_at === null || verified_at === undefined) return 'unverified';
  return failing_since === null || failing_since === undefined ? 'verified' : 'failing';
}
