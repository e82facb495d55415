import type { StepOutcome } from './rehearse.js';

/** What to do about a step that failed; null for any other. */
export function adviceOn({
  verdict,
  answer,
}: Pick<StepOutcome, 'verdict'> & {
  readonly answer: { readonly status: number } | null;
}): string | null {
  if (verdict !== 'failed') return null;
  if (!answer)
    return 'Nothing was answered at the address that identity providers use. Check PUBLIC_URL, the proxy in front of Postern and its certificate.';
  if (answer.status === 401)
    return 'The token did not arrive. Let the proxy in front of Postern pass the Authorization header on.';
  if (answer.status === 403)
    return 'Changes are refused while provisioning is paused so. Resume it, and rehearse again.';
  if (answer.status === 429) return 'Too many requests come at the moment. Rehearse again later.';
  if (answer.status >= 500) return 'The service failed. Its log says why; the request log names the request.';
  return 'Look whether something in front of Postern changes requests or answers: paths with encoded characters, PATCH, headers. If nothing does, report this step.';
}
