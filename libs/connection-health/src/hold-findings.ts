import type { ConnectionFacts } from './connection-facts.js';
import type { Finding } from './warning.js';

/** Says that nothing is purged, because more people of the enterprise lost access at once than is usual. */
export function holdFindings({ hold }: Pick<ConnectionFacts, 'hold'>): readonly Finding[] {
  if (!hold) return [];
  const { id, since, accounts, of_accounts: ofAccounts, created_at: openedAt } = hold;
  const toDo = hold.outcome
    ? 'Everybody who can get access back is getting it.'
    : 'Restore them, or say that it was meant.';
  return [
    {
      code: 'PROVISIONING_HOLD',
      since: openedAt,
      message: `Nothing is purged, because ${accounts} of ${ofAccounts} accounts lost access within a short time. ${toDo}`,
      evidence: { holdId: id, since, accounts, ofAccounts },
    },
  ];
}
