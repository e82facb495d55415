import {
  type AttributeMapping,
  type IdpProfileId,
  type Protocol,
  compareTargets,
  compareTexts,
} from './attribute-mapping.js';
import { type MappedAccount, type MissingTarget, mapAttributes } from './map-attributes.js';
import type { Received } from './received.js';

/** Somebody, and what the identity provider last sent of this person over one protocol. */
export interface SamplePerson {
  readonly id: string;
  readonly protocol: Protocol;
  readonly received: Received;
}

/** The value of a target: a list for `groups`, null when there is none. */
export type AccountValue = string | readonly string[] | null;

/** A value of an account that would change. */
export interface ValueChange {
  readonly target: string;
  readonly before: AccountValue;
  readonly after: AccountValue;
}

/** A required target that a person would lack. */
export interface LackedTarget extends MissingTarget {
  /** Whether the accepted version refuses this person for the same lack. */
  readonly already: boolean;
}

/** What accepting a published version would do to people. */
export interface MappingEffect {
  readonly changed: readonly { readonly id: string; readonly changes: readonly ValueChange[] }[];
  readonly lacking: readonly { readonly id: string; readonly targets: readonly LackedTarget[] }[];
  /** How many people neither change nor lack anything. */
  readonly unaffected: number;
}

/** Gives whose account would change, and to what, and who would lack a required target, if a published version were accepted. */
export function effectOn(
  people: readonly SamplePerson[],
  accepted: AttributeMapping,
  published: AttributeMapping,
  idpProfile: IdpProfileId,
): MappingEffect {
  const effects = people.map(({ id, protocol, received }) => {
    const before = mapAttributes(accepted, protocol, idpProfile, received);
    const after = mapAttributes(published, protocol, idpProfile, received);
    const lackedBefore = new Set(lacked(before.missing).map(({ target }) => target));
    return {
      id,
      changes: changesOf(before.account, after.account),
      targets: lacked(after.missing).map(missing => ({ ...missing, already: lackedBefore.has(missing.target) })),
    };
  });
  return {
    changed: effects.filter(({ changes }) => changes.length > 0).map(({ id, changes }) => ({ id, changes })),
    lacking: effects.filter(({ targets }) => targets.length > 0).map(({ id, targets }) => ({ id, targets })),
    unaffected: effects.filter(({ changes, targets }) => changes.length + targets.length === 0).length,
  };
}

function lacked(missing: readonly MissingTarget[]): readonly MissingTarget[] {
  return missing.filter(({ required }) => required);
}

function changesOf(before: MappedAccount, after: MappedAccount): readonly ValueChange[] {
  const [old, now] = [valuesOf(before), valuesOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .toSorted(compareTargets)
    .map(target => ({ target, before: old.get(target) ?? null, after: now.get(target) ?? null }))
    .filter(change => comparable(change.before) !== comparable(change.after));
}

function valuesOf({ attributes, ...own }: MappedAccount): ReadonlyMap<string, AccountValue> {
  return new Map<string, AccountValue>([...Object.entries(own), ...Object.entries(attributes)]);
}

/** Groups are a set. */
function comparable(value: AccountValue): string {
  return JSON.stringify(Array.isArray(value) ? value.toSorted(compareTexts) : value);
}
