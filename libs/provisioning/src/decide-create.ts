import type { DirectoryUser, NamedIdentity } from '#libs/persistence';

/** What a POST of a user leads to; `retires` is a record of another person that gives up the userName. */
export type CreateDecision =
  | { readonly kind: 'create'; readonly retires?: DirectoryUser }
  | { readonly kind: 'restore'; readonly user: DirectoryUser; readonly retires?: DirectoryUser }
  | { readonly kind: 'conflict'; readonly user: DirectoryUser };

/**
 * Whether a POST makes a new person, brings an inactive one back, or names one who is active already.
 *
 * The same externalId is the same person. The same userName with a different externalId is another person, because
 * addresses are given to somebody else; with no externalId on one side it is the same.
 *
 * @param named present people with the userName or the externalId, and retired ones with the externalId, oldest first.
 */
export function decideCreate(
  { userNameKey, externalId }: NamedIdentity,
  named: readonly DirectoryUser[],
): CreateDecision {
  const holder = named.find(user => user.state === 'present' && user.userNameKey === userNameKey);
  const active = named.find(user => user.active && (user === holder || user.externalId === externalId));
  if (active) return { kind: 'conflict', user: active };
  const returning =
    holder && isSamePerson(holder, externalId)
      ? holder
      : named.findLast(user => user !== holder && user.externalId === externalId);
  const retires = holder && holder !== returning ? { retires: holder } : {};
  return returning ? { kind: 'restore', user: returning, ...retires } : { kind: 'create', ...retires };
}

function isSamePerson(holder: DirectoryUser, externalId: string | undefined): boolean {
  return holder.externalId === null || externalId === undefined || holder.externalId === externalId;
}
