export { accountTargets, idpProfileIds, protocols } from './attribute-mapping.js';
export type { AttributeMapping, IdpProfileId, Protocol, Sources, TargetRule } from './attribute-mapping.js';
export type {
  AttributeSource,
  ClaimSource,
  JoinedSource,
  NameIdSource,
  SamlAttributeSource,
  ScimPath,
  ScimPathSource,
  SingleSource,
} from './attribute-source.js';
export { defaultAttributeMapping } from './default-attribute-mapping.js';
export { formatSource } from './format-source.js';

export { AttributeMappingError } from './attribute-mapping-error.js';
export type { MappingProblem } from './attribute-mapping-error.js';
export { parseAttributeMapping } from './parse-attribute-mapping.js';

export { receivedFromSaml } from './received.js';
export type { Received, SamlAttribute } from './received.js';
export { mapAttributes } from './map-attributes.js';
export type { MappedAccount, MappedAttributes, MissingTarget, UsedSource } from './map-attributes.js';

export { differenceOf } from './difference-of.js';
export type { SourceStep } from './compare-sources.js';
export type { MappingChange, SourceChange, TargetChange } from './mapping-change.js';
export { changesFor, isBlocking } from './is-blocking.js';
export type { ConnectionUse } from './is-blocking.js';
export { instructionFor } from './instruction-for.js';
export { effectOn } from './effect-on.js';
export type { AccountValue, LackedTarget, MappingEffect, SamplePerson, ValueChange } from './effect-on.js';
