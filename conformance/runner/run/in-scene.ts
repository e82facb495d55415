import type { Feature, Given } from '../profile/exchange.ts';
import type { Profile } from '../profile/profile.ts';
import { groupNamesOf } from '../scene/group-names.ts';
import { Names } from '../scene/names.ts';
import { Scene, SetUpFailed } from '../scene/scene.ts';
import type { Session } from './session.ts';

/** What is done in a scene, and what comes of it when the scene cannot be set up. */
export interface SceneWork<Result> {
  act(scene: Scene): Promise<Result>;
  lacks(feature: Feature): Result;
  fails(problem: string): Result;
}

/**
 * Sets a scene up, does the work, and clears the scene away, whatever happens. A scene of nothing but a crowd that was only
 * looked at is kept: the next one of this crowd grows it.
 */
export async function inScene<Result>(
  session: Session,
  profile: Profile,
  given: readonly Given[],
  { act, lacks, fails }: SceneWork<Result>,
): Promise<Result> {
  const kept = await takeKept(session, profile, given);
  const scene = kept ?? newScene(session, profile);
  const only = onlyCrowd(given);
  let isUntouched = false;
  try {
    await (kept && only ? kept.grow(only.crowd, only.users) : scene.setUp(given));
    const before = scene.made.changes;
    const result = await act(scene);
    isUntouched = scene.made.changes === before;
    return result;
  } catch (error) {
    if (!(error instanceof SetUpFailed)) throw error;
    return error.lacks ? lacks(error.lacks) : fails(error.message);
  } finally {
    if (only && isUntouched) session.kept = { profile, crowd: only.crowd, scene };
    else session.left.push(...(await scene.made.remove()));
  }
}

/** Removes the crowd that was kept. */
export async function removeKept(session: Session): Promise<void> {
  const { kept } = session;
  session.kept = undefined;
  if (kept) session.left.push(...(await kept.scene.made.remove()));
}

/** The kept scene, when it fits; whatever else is to be set up finds nobody there. */
async function takeKept(session: Session, profile: Profile, given: readonly Given[]): Promise<Scene | undefined> {
  const { kept } = session;
  const only = onlyCrowd(given);
  const isFitting =
    kept !== undefined &&
    kept.profile === profile &&
    kept.crowd === only?.crowd &&
    kept.scene.crowd(kept.crowd).length <= only.users;
  if (!isFitting) await removeKept(session);
  session.kept = undefined;
  return isFitting ? kept.scene : undefined;
}

function onlyCrowd(given: readonly Given[]): Extract<Given, { readonly crowd: string }> | undefined {
  const [first, ...others] = given;
  return first && 'crowd' in first && others.length === 0 ? first : undefined;
}

function newScene({ directory, signal }: Session, profile: Profile): Scene {
  return new Scene(directory, new Names(profile.description.externalIds, groupNamesOf(profile)), signal);
}
