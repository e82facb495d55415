import { beganAt, type SignInFlow } from '#libs/sign-in';

/** How an application wants people to authenticate (OpenID Connect Core §3.1.2.1). */
export interface AskedAuthentication {
  /** A session at the identity provider is not enough. */
  readonly forcesAuthentication: boolean;
  /** `max_age`, when the application says one. */
  readonly maxAgeSeconds?: number;
}

/**
 * What applications ask for that wait for a sign-in. It is read from what they asked, when a sign-in begins and when it is answered,
 * and is in no URL: whoever sits at the browser could take it out.
 */
export abstract class WaitingApplications {
  /** Nothing is asked where nobody waits, or no longer: then the sign-in leads to no application either. */
  abstract asks(interactionId: string | null): Promise<AskedAuthentication>;
}

/** From when on an authentication is new enough; undefined when any is. */
export function authenticatedSince(
  flow: Pick<SignInFlow, 'expiresAt'>,
  { forcesAuthentication, maxAgeSeconds = 0 }: AskedAuthentication,
): Date | undefined {
  return forcesAuthentication ? new Date(beganAt(flow).getTime() - maxAgeSeconds * 1000) : undefined;
}
