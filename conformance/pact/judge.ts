import type { ExchangeRequest, Feature } from '../runner/profile/exchange.ts';
import type { Session } from '../runner/run/session.ts';
import type { Interaction } from './pact-format.ts';
import { isRedirect } from './request-filter.ts';
import type { Stage } from './stage.ts';

/** What came of one interaction. */
export interface Verified {
  readonly description: string;
  readonly verdict: 'passed' | 'failed' | 'not-supported' | 'skipped';
  readonly problems: readonly string[];
  /** What the administrator sees, and what to look at first. */
  readonly advice: readonly string[];
}

/** What came of one interaction, as the verifier reports it. */
export interface Result {
  readonly interactionKey: string;
  readonly result: 'OK' | 'Error';
  readonly mismatch?: {
    readonly message?: string;
    readonly mismatches?: readonly { readonly mismatch: string; readonly path?: string }[];
  };
}

/** Tells a server that does it wrong from one that does not have it, and from what could not be set up. */
export function judge(interaction: Interaction, result: Result | undefined, stage: Stage, session: Session): Verified {
  const { key, description, comments } = interaction;
  const advice = comments.text.filter(line => /^(?:When wrong|Look first): /.test(line));
  const { reason, isLacking } = stage.notSetUp.get(key) ?? {};
  if (reason !== undefined) {
    return { description, verdict: isLacking === true ? 'not-supported' : 'failed', problems: [reason], advice };
  }
  if (result?.result === 'OK') return { description, verdict: 'passed', problems: [], advice: [] };
  const denied = deniedFeatures(interaction, stage, session);
  if (denied.length === 0) {
    const redirected = isRedirect(stage.answers.get(key)?.status ?? 0) ? ['The redirect was not followed.'] : [];
    return { description, verdict: 'failed', problems: [...problemsOf(result), ...redirected], advice };
  }
  return { description, verdict: 'not-supported', problems: [`lacks ${denied.join(', ')}`], advice };
}

function deniedFeatures({ key, comments, request }: Interaction, stage: Stage, { features }: Session): Feature[] {
  const asked = { method: request.method as ExchangeRequest['method'], path: request.path };
  return features.deniedBy((comments.needs ?? []) as Feature[], asked, stage.answers.get(key));
}

function problemsOf(result: Result | undefined): string[] {
  const { message = 'It was not tried.', mismatches } = result?.mismatch ?? {};
  return mismatches?.map(({ path, mismatch }) => (path === undefined ? mismatch : `${path}: ${mismatch}`)) ?? [message];
}
