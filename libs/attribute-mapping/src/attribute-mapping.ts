import type { AttributeSource } from './attribute-source.js';

/** The protocols over which an identity provider tells who somebody is. */
export const protocols = ['saml', 'oidc', 'scim'] as const;

/** One of {@link protocols}. */
export type Protocol = (typeof protocols)[number];

/** The identity providers that may have sources of their own; the ids are those of `libs/idp-profiles`. */
export const idpProfileIds = ['okta', 'entra-id', 'jumpcloud', 'generic'] as const;

/** One of {@link idpProfileIds}. */
export type IdpProfileId = (typeof idpProfileIds)[number];

/** The targets that every account has; any other target is an attribute that the vendor defined. */
export const accountTargets = ['login', 'name', 'email', 'groups'] as const;

/** Ordered: the first source that has a value fills the target. */
export type Sources = readonly AttributeSource[];

/** How one target is filled. */
export interface TargetRule {
  /** Whether a person without it is refused. */
  readonly required: boolean;
  readonly sources: Readonly<Record<Protocol, Sources>>;
  /** Where an identity provider has other sources than `sources`; a list here stands in place of the one there. */
  readonly profiles: Readonly<Partial<Record<IdpProfileId, Readonly<Partial<Record<Protocol, Sources>>>>>>;
}

/** What one version of an attribute mapping says: for each target, from where it is filled. */
export interface AttributeMapping {
  readonly targets: Readonly<Record<string, TargetRule>>;
}

/** Gives the sources of a target for a connection: those of its IdP profile, or else the common ones. */
export function sourcesOf(rule: TargetRule, protocol: Protocol, idpProfile: IdpProfileId): Sources {
  return rule.profiles[idpProfile]?.[protocol] ?? rule.sources[protocol];
}

/** Gives the targets of a mapping with their rules, in the order of {@link compareTargets}. */
export function rulesOf({ targets }: AttributeMapping): ReadonlyMap<string, TargetRule> {
  return new Map(Object.entries(targets).toSorted(([a], [b]) => compareTargets(a, b)));
}

/** Orders targets as people read them: the account's own first, then the vendor's by name. */
export function compareTargets(a: string, b: string): number {
  return rankOf(a) - rankOf(b) || compareTexts(a, b);
}

/** Orders texts by code unit and not by locale, so that the order is the same everywhere. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function rankOf(target: string): number {
  const rank = accountTargets.findIndex(own => own === target);
  return rank === -1 ? accountTargets.length : rank;
}
