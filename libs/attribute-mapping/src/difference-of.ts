import {
  type AttributeMapping,
  type Protocol,
  type TargetRule,
  compareTargets,
  idpProfileIds,
  protocols,
  rulesOf,
  sourcesOf,
} from './attribute-mapping.js';
import { compareSources, stepKey } from './compare-sources.js';
import { describeSourceChange, describeTargetChange } from './describe-change.js';
import type { MappingChange, TargetChange } from './mapping-change.js';

/**
 * Gives what a published version of a mapping changes for those who accepted an older one: empty when they say the same. The
 * sources of a target that is new or gone are not listed one by one.
 */
export function differenceOf(accepted: AttributeMapping, published: AttributeMapping): readonly MappingChange[] {
  const [before, after] = [rulesOf(accepted), rulesOf(published)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted(compareTargets)
    .flatMap(target => differenceOfRules(target, before.get(target), after.get(target)));
}

function differenceOfRules(target: string, before?: TargetRule, after?: TargetRule): readonly MappingChange[] {
  if (!before) return [targetChange('targetAdded', target, after?.required === true)];
  if (!after) return [targetChange('targetRemoved', target, false)];
  const requirement = after.required ? 'targetRequired' : 'targetOptional';
  return [
    ...(after.required === before.required ? [] : [targetChange(requirement, target, after.required)]),
    ...protocols.flatMap(protocol => differenceOfSources(target, protocol, before, after)),
  ];
}

function targetChange(kind: TargetChange['kind'], target: string, required: boolean): TargetChange {
  return { kind, target, required, text: describeTargetChange({ kind, target, required }) };
}

function differenceOfSources(
  target: string,
  protocol: Protocol,
  before: TargetRule,
  after: TargetRule,
): readonly MappingChange[] {
  const found = idpProfileIds.flatMap(idpProfile =>
    compareSources(sourcesOf(before, protocol, idpProfile), sourcesOf(after, protocol, idpProfile)).map(step => ({
      idpProfile,
      step,
    })),
  );
  // What changes in the same way for several identity providers is one change.
  return [...Map.groupBy(found, ({ step }) => stepKey(step)).values()].flatMap(alike => {
    const idpProfiles = alike.map(({ idpProfile }) => idpProfile);
    return alike.slice(0, 1).map(({ step }) => {
      const change = { ...step, target, protocol, idpProfiles };
      return { ...change, text: describeSourceChange(change) };
    });
  });
}
