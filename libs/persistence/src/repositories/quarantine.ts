import type { ConnectionId, EnterpriseId, RehearsalId } from '../entities/ids.js';
import type { ConnectionKey } from './connection-key.js';

/**
 * The enterprise in which the people of rehearsals are. Nobody has it: it was deleted before there was anybody, and has no accounts,
 * organizations or keys. So a rehearsal can reach no more of an enterprise than another enterprise could, which is nothing.
 */
export const QUARANTINE = '00000000-0000-7000-8000-00000000007e' as EnterpriseId;

/** The directory of a rehearsal: that of a connection of its own, a draft, in the quarantine. */
export function quarantineOf(rehearsalId: RehearsalId): ConnectionKey {
  return { enterpriseId: QUARANTINE, connectionId: rehearsalId as string as ConnectionId };
}
