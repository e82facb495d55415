import type { Exchange } from '../profile/exchange.ts';
import type { Profile } from '../profile/profile.ts';
import type { ExchangeResult } from '../report/report.ts';
import { inScene } from './in-scene.ts';
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
  const { features } = session;
  const { needs = [], given = [] } = exchange;
  if (session.watch.reason !== undefined) return untried(told, 'skipped', `Not tried: ${session.watch.reason}.`);
  const lacks = features.lackingForGood(needs);
  if (lacks.length > 0) return notSupported(told, lacks);
  return inScene(session, profile, given, {
    act: async scene => {
      const notShown = features.lacking(needs);
      if (notShown.length > 0) return notSupported(told, notShown);
      return toResult(told, [await sendExchange({ session, description: profile.description }, exchange, scene)]);
    },
    lacks: feature => notSupported(told, [feature]),
    fails: problem => untried(told, session.settings.signal.aborted ? 'skipped' : 'failed', problem),
  });
}
