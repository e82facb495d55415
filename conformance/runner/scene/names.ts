import { randomInt } from 'node:crypto';
import type { ProfileDescription } from '../profile/profile.ts';

/** What a person or group is called on the wire: new for every scene. */
export type Called = Readonly<Record<string, string>>;

/** The attributes a template may ask a name for. */
export const namedAttributes = [
  'userName',
  'newUserName',
  'givenName',
  'familyName',
  'displayName',
  'newDisplayName',
  'email',
  'externalId',
] as const;

/** Makes names of short ones ("alice") that nobody else has. */
export class Names {
  private readonly made = new Map<string, Called>();
  private readonly suffix = randomText(8);

  private readonly externalIds: ProfileDescription['externalIds'];
  private readonly groups: ReadonlySet<string>;

  /** @param groups the short names that are groups; all others are people */
  constructor(externalIds: ProfileDescription['externalIds'], groups: ReadonlySet<string>) {
    this.externalIds = externalIds;
    this.groups = groups;
  }

  /** The same for the same short name, as long as this object is used. */
  of(name: string): Called {
    const known = this.made.get(name) ?? this.make(name);
    this.made.set(name, known);
    return known;
  }

  private make(name: string): Called {
    const first = name.charAt(0).toUpperCase() + name.slice(1);
    const isGroup = this.groups.has(name);
    return {
      userName: `${name.toLowerCase()}.${this.suffix}@example.com`,
      newUserName: `${name.toLowerCase()}.new.${this.suffix}@example.com`,
      email: `${name.toLowerCase()}.${this.suffix}@example.com`,
      givenName: first,
      familyName: `Lind${this.suffix}`,
      displayName: isGroup ? `${first} ${this.suffix}` : `${first} Lind${this.suffix}`,
      newDisplayName: `${first} New ${this.suffix}`,
      externalId: externalId(isGroup ? this.externalIds.group : this.externalIds.user),
    };
  }
}

/** Small letters and digits. */
export function randomText(length: number): string {
  return Array.from({ length }, () => randomInt(36).toString(36)).join('');
}

function externalId(pattern: string): string {
  return pattern.replace(/#/g, () => randomInt(16).toString(16)).replace(/\?/g, () => randomInt(36).toString(36));
}
