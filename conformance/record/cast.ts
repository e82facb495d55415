const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy'];
const GROUPS = ['engineering', 'sales', 'finance', 'support', 'legal', 'marketing'];

interface Known {
  readonly real: string;
  readonly owner: string;
  readonly slot: string;
  /** What stands before the template. */
  readonly before: string;
}

/** The people and groups in the traffic, and who stands in for them. */
export class Cast {
  /** Templates by what they stand for, in small letters. */
  private readonly templates = new Map<string, Known>();
  /** The same for each owner: names are not unique. */
  private readonly own = new Map<string, Known>();
  private readonly owners = new Map<string, string>();
  private readonly taken = new Set<string>();
  private readonly counts = { user: 0, group: 0 };
  private readonly groups = new Set<string>();

  /** Who has one of these ids or names; somebody new, when nobody has. */
  find(kind: 'user' | 'group', realNames: readonly (string | undefined)[]): string {
    for (const real of realNames) {
      const owner = real === undefined ? undefined : this.owners.get(real.toLowerCase());
      if (owner !== undefined && this.groups.has(owner) === (kind === 'group')) return owner;
    }
    const index = this.counts[kind]++;
    const owner = (kind === 'user' ? PEOPLE : GROUPS)[index] ?? `${kind === 'user' ? 'person' : 'group'}${index + 1}`;
    if (kind === 'group') this.groups.add(owner);
    return owner;
  }

  /** Who has this id or name. */
  ownerOf(real: unknown): string | undefined {
    return typeof real === 'string' ? this.owners.get(real.toLowerCase()) : undefined;
  }

  /** What is real belongs to somebody. A name after the first is the new one. */
  learn(owner: string, attribute: string, real: unknown): void {
    if (typeof real !== 'string' || real.trim() === '') return;
    const key = real.toLowerCase();
    const isUnique = !/^(?:givenName|familyName|displayName)$/.test(attribute);
    if (this.own.has(`${owner} ${key}`) || (isUnique && this.templates.has(key))) return;
    const slot = attribute === 'id' ? 'id' : this.freeSlot(owner, attribute);
    if (slot === undefined) return;
    this.taken.add(`${owner}.${slot}`);
    // The runner's people have their names as their addresses; another address must stay another.
    const isOther = slot === 'email' && this.taken.has(`${owner}.userName`);
    this.keep(key, { real, owner, slot, before: isOther ? 'mail.' : '' });
  }

  /** The first to have a name keeps it; others have it where they are spoken of. */
  private keep(key: string, known: Known): void {
    const { owner, slot } = known;
    this.own.set(`${owner} ${key}`, known);
    if (!this.templates.has(key)) this.templates.set(key, known);
    const isOwn = ['id', 'userName', 'newUserName', 'externalId'].includes(slot) || this.groups.has(owner);
    if (isOwn && !this.owners.has(key)) this.owners.set(key, owner);
  }

  private freeSlot(owner: string, attribute: string): string | undefined {
    return [attribute, renamed[attribute]].find(slot => slot !== undefined && !this.taken.has(`${owner}.${slot}`));
  }

  /**
   * The template for what is real: `{{alice.userName}}`.
   * @param about of two people with one name, the one who is spoken of
   */
  templateFor(real: string, about?: string): string | undefined {
    const key = real.toLowerCase();
    const known = this.own.get(`${about} ${key}`) ?? this.templates.get(key);
    if (known === undefined) return undefined;
    const { owner, slot, before } = known;
    const plain = `${before}{{${owner}.${slot}}}`;
    if (known.real === real) return plain;
    // An id in other letters is another id.
    if (slot === 'id') return undefined;
    if (real === real.toUpperCase()) return `${before.toUpperCase()}{{${owner}.${slot}|upper}}`;
    return real === real.toLowerCase() ? `${before}{{${owner}.${slot}|lower}}` : plain;
  }

  isGroup(name: string): boolean {
    return this.groups.has(name);
  }
}

const renamed: Readonly<Record<string, string>> = { userName: 'newUserName', displayName: 'newDisplayName' };
