import type { JWTPayload } from 'jose';
import type { WorkloadIdentity } from '#libs/persistence';

/** Whether claims are those of a workload identity, all compared exactly. A tenant that is not pinned must not be there. */
export function isWorkloadOf({ issuer, subject, audiences, tenantId }: WorkloadIdentity, claims: JWTPayload): boolean {
  return (
    claims.iss === issuer &&
    claims.sub === subject &&
    (claims['tid'] ?? null) === tenantId &&
    [claims.aud ?? []].flat().some(audience => audiences.includes(audience))
  );
}
