import type { ConnectionKey, DirectorySituation, ProvisioningMode } from '#libs/persistence';
import { type AccountEffect, decideAccountEffect, type Wanted } from '../account-effect.js';
import { accountWrites, loginToTake, wantsLogin } from '../account-writes.js';
import type { AccountWrite } from '../write-effect.js';

/** What a directory user means for accounts now that all is to take effect. */
export interface Decision {
  readonly situation: DirectorySituation;
  readonly effect: AccountEffect;
  readonly writes: readonly AccountWrite[];
  /** The account is to have the userName for its login, and another one keeps it. */
  readonly isLoginTaken: boolean;
}

/** Decides as a SCIM request would that says what the directory says, under an enabled connection. */
export function decideFor(connection: ConnectionKey, mode: ProvisioningMode, situation: DirectorySituation): Decision {
  const { user, linked, holder } = situation;
  const wanted = wantedOf(situation);
  const effect = decideAccountEffect({
    state: 'enabled',
    mode,
    wanted,
    externalId: user.externalId,
    linked,
    holder: linked ? undefined : holder,
  });
  const login = wantsLogin(user, effect) ? loginToTake(holder) : { free: true };
  return { situation, effect, writes: accountWrites(connection, user, effect, login), isLoginTaken: !login.free };
}

function wantedOf({ user: { state, active } }: DirectorySituation): Wanted {
  if (state !== 'present') return 'absent';
  return active ? 'active' : 'inactive';
}
