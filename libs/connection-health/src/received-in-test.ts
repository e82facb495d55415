import { type Received, receivedFromSaml } from '#libs/attribute-mapping';
import type { SsoTest } from '#libs/persistence';

/** What an identity provider sent in a sign-in test, as an attribute mapping reads it; undefined when that was not kept. */
export function receivedInTest({ person }: Pick<SsoTest, 'person'>): Received {
  const { nameId, attributes, claims } = person;
  if (claims) return claims;
  if (nameId === undefined && !attributes) return undefined;
  return receivedFromSaml(nameId, attributes ?? []);
}
