import { randomInt, randomUUID } from 'node:crypto';
import type { Json, JsonObject } from './generated/exchange.js';
import { isObject, type Lookup } from './generated/template.js';
import type { LifeCycle } from './life-cycle.js';

/** Whom a rehearsal is about: people and groups who are called as nobody else is, and what was answered of them. */
export class Cast {
  private readonly suffix = randomText(8);
  private readonly called = new Map<string, JsonObject>();
  private readonly answered = new Map<string, JsonObject>();

  constructor(
    private readonly lifeCycle: Pick<LifeCycle, 'externalIds' | 'groupNames'>,
    private readonly baseUrl: string,
  ) {}

  /** Keeps what was answered of somebody. */
  bind(name: string, resource: Json | undefined): void {
    if (isObject(resource) && typeof resource['id'] === 'string') this.answered.set(name, resource);
  }

  /** What templates stand for. */
  lookup(as: Readonly<Record<string, string>> = {}): Lookup {
    return expression => {
      const [owner = '', attribute = ''] = expression.trim().split('.');
      if (owner === 'baseUrl') return this.baseUrl;
      if (owner === 'random') return attribute === 'uuid' ? randomUUID() : randomText(12);
      if (owner === 'page') return attribute === 'count' ? 100 : 1;
      return this.attributeOf(as[owner] ?? owner, attribute);
    };
  }

  private attributeOf(name: string, attribute: string): Json | undefined {
    if (attribute === 'resource') return this.answered.get(name);
    return attribute === 'id' ? this.answered.get(name)?.['id'] : this.names(name)[attribute];
  }

  private names(name: string): JsonObject {
    const known = this.called.get(name) ?? this.call(name);
    this.called.set(name, known);
    return known;
  }

  private call(name: string): JsonObject {
    const { externalIds, groupNames } = this.lifeCycle;
    const isGroup = groupNames.includes(name);
    const first = name.charAt(0).toUpperCase() + name.slice(1);
    const address = (local: string) => `${local}.${this.suffix}@example.com`;
    return {
      userName: address(`rehearsal.${name.toLowerCase()}`),
      newUserName: address(`rehearsal.${name.toLowerCase()}.new`),
      email: address(`rehearsal.${name.toLowerCase()}`),
      givenName: first,
      familyName: `Rehearsal${this.suffix}`,
      displayName: `${first} Rehearsal${this.suffix}`,
      newDisplayName: `${first} New ${this.suffix}`,
      externalId: toExternalId(isGroup ? externalIds.group : externalIds.user),
    };
  }
}

/** Small letters and digits. */
function randomText(length: number): string {
  return Array.from({ length }, () => randomInt(36).toString(36)).join('');
}

function toExternalId(pattern: string): string {
  return pattern.replace(/#/g, () => randomInt(16).toString(16)).replace(/\?/g, () => randomInt(36).toString(36));
}
