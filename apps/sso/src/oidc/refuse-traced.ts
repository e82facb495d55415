import { OidcSignInError } from '#libs/oidc-rp';
import type { Repositories } from '#libs/persistence';
import type { SignInTrace } from '#libs/sign-in';

/**
 * Does what an attempt goes on with; what OpenID Connect refuses is in its trace.
 * @throws SignInRefused
 */
export async function refuseTraced<Result>(
  repositories: Pick<Repositories, 'signInAttempts'>,
  trace: SignInTrace,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OidcSignInError)) throw error;
    const { code, said } = error;
    throw await trace.refuse(repositories, code, said === null ? {} : { said: withoutAddresses(said) });
  }
}

/** Entra ID names the person in its errors; whoever reads a trace may not be allowed to see that. */
function withoutAddresses(text: string): string {
  return text.replaceAll(/[^\s'"<>(),;:]+@[^\s'"<>(),;:]+/g, '…');
}
