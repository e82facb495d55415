import type { SignInKey } from '#libs/persistence';
import { Secret, type SecretBox, SecretUnreadable } from '#libs/tokens';
import { readSubject, toSubject } from './sign-in-subject.js';

/** A browser follows a redirect at once. */
const VALID_MS = 60_000;

/** Says who has signed in for an interaction: for the way back to it, on which the browser shows that the interaction is its own. */
export function sealTicket(box: SecretBox, interactionId: string, signIn: SignInKey): Promise<string> {
  return box.seal(new Secret(`${Date.now()} ${toSubject(signIn)}`), contextOf(interactionId));
}

/** Reads such a ticket; undefined when it is none, is of another interaction, or is too old. */
export async function openTicket(
  box: SecretBox,
  interactionId: string,
  ticket: unknown,
): Promise<SignInKey | undefined> {
  if (typeof ticket !== 'string') return undefined;
  try {
    const [at, subject] = (await box.open(ticket, contextOf(interactionId))).reveal().split(' ');
    return Date.now() - Number(at) <= VALID_MS ? readSubject(subject) : undefined;
  } catch (error) {
    if (error instanceof SecretUnreadable) return undefined;
    throw error;
  }
}

function contextOf(interactionId: string): string {
  return `signed_in:${interactionId}`;
}
