import { createHash } from 'node:crypto';
import type { ProfileDescription } from '../runner/profile/profile.ts';
import { type Called, Names } from '../runner/scene/names.ts';

/** The names that stand in pacts. They are the same every time: a matcher cannot ask for what is made up during the run. */
export class PactNames extends Names {
  private readonly patterns: ProfileDescription['externalIds'];
  private readonly isGroup: (name: string) => boolean;

  /** @param groups the short names that are groups; all others are people */
  constructor(externalIds: ProfileDescription['externalIds'], groups: ReadonlySet<string>) {
    super(externalIds, groups);
    this.patterns = externalIds;
    this.isGroup = name => groups.has(name);
  }

  override of(name: string): Called {
    const first = name.charAt(0).toUpperCase() + name.slice(1);
    return {
      userName: `${name.toLowerCase()}.pact@example.com`,
      newUserName: `${name.toLowerCase()}.new.pact@example.com`,
      email: `${name.toLowerCase()}.pact@example.com`,
      givenName: first,
      familyName: 'Lindpact',
      displayName: this.isGroup(name) ? `${first} Pact` : `${first} Lindpact`,
      newDisplayName: `${first} New Pact`,
      externalId: externalId(this.isGroup(name) ? this.patterns.group : this.patterns.user, name),
    };
  }
}

/** Looks random, and is always the same for the same name. */
function externalId(pattern: string, name: string): string {
  const digits = createHash('sha256').update(name).digest('hex');
  let index = 0;
  return pattern.replace(/[#?]/g, () => digits.charAt(index++ % digits.length));
}
