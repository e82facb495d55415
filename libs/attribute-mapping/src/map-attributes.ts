import {
  type AttributeMapping,
  type IdpProfileId,
  type Protocol,
  type Sources,
  accountTargets,
  rulesOf,
  sourcesOf,
} from './attribute-mapping.js';
import type { AttributeSource } from './attribute-source.js';
import { readSource } from './read-source.js';
import type { Received } from './received.js';

/** What an account says of a person. */
export interface MappedAccount {
  readonly login: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly groups: readonly string[];
  /** The attributes that the vendor defined; one that has no value is not there. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A target that no source had a value for. */
export interface MissingTarget {
  readonly target: string;
  readonly required: boolean;
  readonly triedSources: Sources;
}

/** Which source filled a target. */
export interface UsedSource {
  readonly target: string;
  readonly source: AttributeSource;
}

/** What a mapping makes of what an identity provider sent of one person. */
export interface MappedAttributes {
  readonly account: MappedAccount;
  readonly missing: readonly MissingTarget[];
  readonly used: readonly UsedSource[];
}

/**
 * Gives the account that a mapping makes of what an identity provider sent. Of each target the first source that has a value
 * fills it: with all its values when it is `groups`, with the first otherwise. Never throws, whatever was sent.
 *
 * @example
 * mapAttributes(defaultAttributeMapping, 'oidc', 'okta', { preferred_username: 'kim', groups: ['Sales'] }).account.login; // 'kim'
 */
export function mapAttributes(
  mapping: AttributeMapping,
  protocol: Protocol,
  idpProfile: IdpProfileId,
  received: Received,
): MappedAttributes {
  const filled = new Map<string, Filled>();
  const missing: MissingTarget[] = [];
  for (const [target, rule] of rulesOf(mapping)) {
    const sources = sourcesOf(rule, protocol, idpProfile);
    const found = firstFilled(sources, received);
    if (found) filled.set(target, found);
    else missing.push({ target, required: rule.required, triedSources: sources });
  }
  const used = [...filled].map(([target, { source }]) => ({ target, source }));
  return { account: toAccount(filled), missing, used };
}

interface Filled {
  readonly source: AttributeSource;
  readonly first: string;
  readonly all: readonly string[];
}

function firstFilled(sources: Sources, received: Received): Filled | undefined {
  for (const source of sources) {
    const all = readSource(source, received);
    const [first] = all;
    if (first !== undefined) return { source, first, all };
  }
  return undefined;
}

function toAccount(filled: ReadonlyMap<string, Filled>): MappedAccount {
  const single = (target: string): string | null => filled.get(target)?.first ?? null;
  const defined = [...filled].filter(([target]) => !accountTargets.some(own => own === target));
  return {
    login: single('login'),
    name: single('name'),
    email: single('email'),
    groups: [...new Set(filled.get('groups')?.all)],
    attributes: Object.fromEntries(defined.map(([target, { first }]) => [target, first])),
  };
}
