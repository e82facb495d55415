import { lifeCycles } from './generated/life-cycles.js';
import type { LifeCycle } from './life-cycle.js';

export type { LifeCycle } from './life-cycle.js';
export { adviceOn } from './advice-on.js';
export {
  type RehearsalAnswer,
  type RehearsalRequest,
  type RehearsalStage,
  rehearse,
  type StepOutcome,
  stepsOf,
} from './rehearse.js';

/** What the identity provider of a profile sends in the life of a person; the one of no particular name when it is unknown. */
export function lifeCycleOf(idpProfile: string): LifeCycle {
  const found = lifeCycles[idpProfile] ?? lifeCycles['generic'];
  if (!found) throw new Error('There is no life cycle.');
  return found;
}
