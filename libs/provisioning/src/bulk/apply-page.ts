import type { Cause, ConnectionKey, DirectorySituation, ProvisioningMode, Repositories } from '#libs/persistence';
import { wantsLogin } from '../account-writes.js';
import { writeEffect } from '../write-effect.js';
import { type Decision, decideFor } from './decide-for.js';
import { isWritten, writeInBulk } from './write-in-bulk.js';

/**
 * Carries what the directory says of some people to their accounts, which are locked.
 * @returns how many people's accounts were changed
 */
export async function applyPage(
  repositories: Repositories,
  connection: ConnectionKey,
  { mode, cause }: { readonly mode: ProvisioningMode; readonly cause: Cause },
  situations: readonly DirectorySituation[],
): Promise<number> {
  const decisions = situations.map(situation => decideFor(connection, mode, situation));
  const simple = decisions.filter(decision => !touchesOthers(decision)).filter(changesAnything);
  await writeInBulk(
    repositories,
    connection,
    simple.flatMap(({ writes }) => writes),
    cause,
  );
  let changed = simple.length;
  for (const { situation } of decisions.filter(touchesOthers))
    if (await applyOne(repositories, connection, { mode, cause }, situation)) changed++;
  // Also to those whose accounts are as they were: the mode may go further than before.
  const everybody = mode === 'users_and_groups' ? situations.map(({ user }) => user.id) : [];
  await repositories.carriedMemberships.carryUsers(connection, everybody, cause);
  return changed;
}

/** After the others, as it is then: who takes a login depends on what became of whoever had it. */
async function applyOne(
  repositories: Repositories,
  connection: ConnectionKey,
  { mode, cause }: { readonly mode: ProvisioningMode; readonly cause: Cause },
  { user }: DirectorySituation,
): Promise<boolean> {
  const [situation] = await repositories.directorySituations.some(connection, [user.id]);
  const decision = situation && decideFor(connection, mode, situation);
  if (!decision || !changesAnything(decision)) return false;
  // The writes follow one another: the first frees the login that the second takes.
  await writeEffect(repositories, connection, { ...decision, returning: [] }, cause);
  return true;
}

function changesAnything({ writes }: Decision): boolean {
  return writes.some(isWritten);
}

/** Whether a login changes hands, or would if it could. */
function touchesOthers({ effect, writes, isLoginTaken, situation: { user } }: Decision): boolean {
  const waitsForLogin = isLoginTaken || (effect.kind === 'none' && effect.because.startsWith('login'));
  return writes.length > 1 || effect.kind === 'release' || waitsForLogin || wantsLogin(user, effect);
}
