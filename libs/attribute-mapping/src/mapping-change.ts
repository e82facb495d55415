import type { IdpProfileId, Protocol } from './attribute-mapping.js';
import type { SourceStep } from './compare-sources.js';

/** A target that is new or gone, or required or no longer required. */
export interface TargetChange {
  readonly kind: 'targetAdded' | 'targetRemoved' | 'targetRequired' | 'targetOptional';
  readonly target: string;
  /** Whether a person without it is refused, after the change. */
  readonly required: boolean;
  /** The change as a sentence. */
  readonly text: string;
}

/** A change of the sources of a target for one protocol. */
export type SourceChange = SourceStep & {
  readonly target: string;
  readonly protocol: Protocol;
  /** The identity providers for which the sources change in this way. */
  readonly idpProfiles: readonly IdpProfileId[];
  /** The change as a sentence. */
  readonly text: string;
};

/** One difference between two versions of a mapping. */
export type MappingChange = TargetChange | SourceChange;
