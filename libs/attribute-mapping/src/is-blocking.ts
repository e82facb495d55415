import type { IdpProfileId, Protocol } from './attribute-mapping.js';
import { sourceKey } from './format-source.js';
import type { UsedSource } from './map-attributes.js';
import type { MappingChange, SourceChange } from './mapping-change.js';

/** What a connection uses of a mapping. */
export interface ConnectionUse {
  readonly idpProfile: IdpProfileId;
  /** The protocols that it speaks. */
  readonly protocols: readonly Protocol[];
  /** Which sources filled its accounts ({@link MappedAttributes.used}). Without an entry, any source may have. */
  readonly used?: Readonly<Partial<Record<Protocol, readonly UsedSource[]>>>;
}

/** Gives the changes that a connection can notice: those for its protocols and its identity provider. */
export function changesFor(use: ConnectionUse, difference: readonly MappingChange[]): readonly MappingChange[] {
  return difference.filter(change => !('protocol' in change) || concerns(change, use));
}

/**
 * Whether the identity provider's administrator has to act before the connection can accept the published version: a target
 * is newly required, or a source is gone that filled the connection's accounts.
 */
export function isBlocking(difference: readonly MappingChange[], use: ConnectionUse): boolean {
  return changesFor(use, difference).some(change => blocks(change, use));
}

function blocks(change: MappingChange, use: ConnectionUse): boolean {
  switch (change.kind) {
    case 'targetAdded':
    case 'targetRequired':
      return change.required;
    case 'sourceRemoved':
      return wasUsed(change, use);
    default:
      return false;
  }
}

function concerns({ protocol, idpProfiles }: SourceChange, use: ConnectionUse): boolean {
  return use.protocols.includes(protocol) && idpProfiles.includes(use.idpProfile);
}

function wasUsed(
  { target, protocol, source }: SourceChange & { kind: 'sourceRemoved' },
  { used }: ConnectionUse,
): boolean {
  const known = used?.[protocol];
  return !known || known.some(one => one.target === target && sourceKey(one.source) === sourceKey(source));
}
