import type { Cause, HoldRow, Repositories } from '#libs/persistence';

/** Tells of a hold that has ended, in the transaction that ends it; whoever decided upon it is who did it. */
export async function tellHoldEnded({ accountEvents }: Repositories, hold: HoldRow): Promise<void> {
  const { enterprise_id: enterpriseId, id: holdId, outcome, actor, request_id: requestId } = hold;
  if (!outcome || !actor) throw new Error('Nobody decided upon this hold.');
  const cause: Cause = { actor, requestId: requestId ?? null };
  const event = { accountId: null, type: 'enterprise.hold_ended', change: { holdId, outcome } } as const;
  await accountEvents.append(enterpriseId, event, cause);
}
