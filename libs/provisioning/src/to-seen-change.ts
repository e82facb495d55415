import type { SeenChange } from '#libs/persistence';
import type { ScimAttributes } from '#libs/scim-protocol';
import type { PlannedEffect } from './plan-effect.js';
import { type AccountWrite, eventsOf, stateChange } from './write-effect.js';

/**
 * A planned change of a directory user, and of the account, as it is stored in one go.
 * @returns undefined when it takes a transaction, as one does that links an account or frees a login
 */
export function toSeenChange(resource: ScimAttributes, { writes, returning }: PlannedEffect): SeenChange | undefined {
  const [write, ...others] = writes;
  if (others.length > 0 || returning.length > 0) return undefined;
  if (!write) return { resource };
  if (write.kind === 'insert' || write.change.link || write.change.freesLogin) return undefined;
  const account = changeOf(write);
  return { resource, ...(account && { account }) };
}

function changeOf({ account, change }: Extract<AccountWrite, { kind: 'update' }>): SeenChange['account'] {
  const [updated] = eventsOf(account, change);
  if (!updated && change.state === undefined) return undefined;
  return { change, updated: updated?.change, stateChange: change.state && stateChange(account, change) };
}
