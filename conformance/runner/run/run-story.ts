import type { Profile } from '../profile/profile.ts';
import { exchangeOf } from '../profile/references.ts';
import type { Step, Story } from '../profile/story.ts';
import type { ExchangeResult, StoryResult, Verdict } from '../report/report.ts';
import type { Scene } from '../scene/scene.ts';
import { tell, type Told, untried, worst } from './result.ts';
import { inScene } from './in-scene.ts';
import { runStep } from './run-step.ts';
import type { Session } from './session.ts';

/** Runs a story: its steps one after the other, with the same people and groups. */
export async function runStory(session: Session, profile: Profile, name: string, story: Story): Promise<StoryResult> {
  const told = { name, title: story.title, whenWrong: story.whenWrong };
  const notThere = (lacks: readonly string[]): StoryResult => ({
    ...told,
    verdict: 'not-supported',
    problems: [`The server does not have: ${lacks.join(', ')}.`],
    steps: [],
  });
  const needs = needsOf(profile, story);
  const notTried = (verdict: Verdict, problem: string): StoryResult => ({
    ...told,
    verdict,
    problems: [problem],
    steps: [],
  });
  if (session.watch.reason !== undefined) return notTried('skipped', `Not tried: ${session.watch.reason}.`);
  const lacks = session.features.lackingForGood(needs);
  if (lacks.length > 0) return notThere(lacks);
  return inScene(session, profile, story.given ?? [], {
    act: async scene => {
      const notShown = session.features.lacking(needs);
      if (notShown.length > 0) return notThere(notShown);
      return { ...told, ...(await runSteps(session, profile, story, scene)) };
    },
    lacks: feature => notThere([feature]),
    fails: problem => notTried(session.settings.signal.aborted ? 'skipped' : 'failed', problem),
  });
}

async function runSteps(session: Session, profile: Profile, story: Story, scene: Scene) {
  const steps: ExchangeResult[] = [];
  let stoppedBy: string | undefined;
  for (const step of story.steps) {
    const told = tellStep(profile, step, story);
    if (session.settings.signal.aborted) stoppedBy ??= 'the run was interrupted';
    if (stoppedBy !== undefined) {
      steps.push(untried(told, 'skipped', `Not tried, because ${stoppedBy}.`));
      continue;
    }
    const { result, isEnd } = await runStep({ session, profile, scene, told }, step);
    steps.push(result);
    if (isEnd) stoppedBy = `"${result.name}" went wrong before it`;
  }
  return { verdict: worst(steps.map(({ verdict }) => verdict)), problems: [], steps };
}

function tellStep({ exchanges }: Profile, step: Step, { whenWrong }: Story): Told {
  const name = exchangeOf(step);
  const exchange = name === undefined ? undefined : exchanges.get(name);
  if (name !== undefined && exchange) return tell(name, exchange);
  const check = 'check' in step ? step.check : '';
  const hint = 'A plain read shows it (RFC 7644 §3.4): look at what the steps before it have changed.';
  return { name: check, title: check, records: [], whenWrong, hint };
}

function needsOf({ exchanges }: Profile, { needs = [], steps }: Story) {
  const ofSteps = steps.flatMap(step => exchanges.get(exchangeOf(step) ?? '')?.needs ?? []);
  return [...new Set([...needs, ...ofSteps])];
}
