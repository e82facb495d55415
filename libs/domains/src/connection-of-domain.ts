import type { ConnectionKey, DomainPolicy, Repositories } from '#libs/persistence';
import { domainOfEmail } from './parse-domain.js';

/** Where people of a domain sign in. */
export interface HomeRealm extends ConnectionKey {
  /** `required`: nobody of the domain signs in without single sign-on. */
  readonly policy: Exclude<DomainPolicy, 'off'>;
}

/**
 * Where somebody with an e-mail address signs in: at the enabled connection that has verified the domain. The person is not looked
 * at, so that nobody learns who has an account; undefined when the domain is nobody's.
 */
export async function connectionOfDomain(
  { domains }: Pick<Repositories, 'domains'>,
  email: string,
): Promise<HomeRealm | undefined> {
  const name = domainOfEmail(email);
  return name === undefined ? undefined : domains.homeRealm(name);
}
