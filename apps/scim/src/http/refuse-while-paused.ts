import { ScimError } from '#libs/scim-protocol';
import type { ScimPrincipal } from './scim-principal.js';

/**
 * Lets what would change the directory pass unless the connection is paused and keeps nothing meanwhile.
 * @throws ScimError `forbidden`
 */
export function refuseWhilePaused({ refusesChanges }: ScimPrincipal): void {
  if (!refusesChanges) return;
  throw ScimError.forbidden(
    'Provisioning of this connection is paused, and changes are refused. An administrator of the enterprise resumes it: Connection › Provisioning › Resume.',
  );
}
