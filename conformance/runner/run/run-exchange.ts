import type { Exchange, Feature, Given } from '../profile/exchange.ts';
import type { Profile } from '../profile/profile.ts';
import type { ExchangeResult } from '../report/report.ts';
import { groupNamesOf } from '../scene/group-names.ts';
import { Names } from '../scene/names.ts';
import { Scene, SetUpFailed } from '../scene/scene.ts';
import { notSupported, tell, toResult, untried } from './result.ts';
import { sendExchange } from './send-exchange.ts';
import type { Session } from './session.ts';

/** Runs one exchange of a profile by itself: with what it is given, which is taken away again. */
export async function runExchange(
  session: Session,
  profile: Profile,
  name: string,
  exchange: Exchange,
): Promise<ExchangeResult> {
  const told = tell(name, exchange);
  const lacks = session.features.lacking(exchange.needs ?? []);
  if (lacks.length > 0) return notSupported(told, lacks);
  return inScene(session, profile, exchange.given ?? [], {
    act: async scene =>
      toResult(told, [await sendExchange({ session, description: profile.description }, exchange, scene)]),
    lacks: feature => notSupported(told, [feature]),
    fails: problem => untried(told, session.settings.signal.aborted ? 'skipped' : 'failed', problem),
  });
}

interface SceneWork<Result> {
  act(scene: Scene): Promise<Result>;
  lacks(feature: Feature): Result;
  fails(problem: string): Result;
}

/** Sets a scene up, does the work, and clears the scene away, whatever happens. */
export async function inScene<Result>(
  session: Session,
  profile: Profile,
  given: readonly Given[],
  { act, lacks, fails }: SceneWork<Result>,
): Promise<Result> {
  const names = new Names(profile.description.externalIds, groupNamesOf(profile));
  const scene = new Scene(session.directory, names, session.settings.signal);
  try {
    await scene.setUp(given);
    return await act(scene);
  } catch (error) {
    if (!(error instanceof SetUpFailed)) throw error;
    return error.lacks ? lacks(error.lacks) : fails(error.message);
  } finally {
    session.left.push(...(await scene.made.remove()));
  }
}
