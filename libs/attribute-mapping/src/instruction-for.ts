import {
  type AttributeMapping,
  type IdpProfileId,
  type Protocol,
  type Sources,
  rulesOf,
  sourcesOf,
} from './attribute-mapping.js';
import { type AttributeSource, partsOf } from './attribute-source.js';
import { formatSource } from './format-source.js';
import { idpForms } from './idp-forms.js';
import type { MappingChange } from './mapping-change.js';

/** What each target holds, in the middle of a sentence. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['login', "the person's login"],
  ['name', "the person's display name"],
  ['email', "the person's e-mail address"],
  ['groups', "the person's groups"],
]);

/**
 * Gives what an administrator has to change in the identity provider's forms because of a change, as a sentence that names the
 * form; undefined when there is nothing to do for this protocol and identity provider.
 */
export function instructionFor(
  change: MappingChange,
  published: AttributeMapping,
  protocol: Protocol,
  idpProfile: IdpProfileId,
): string | undefined {
  if (!asksForAction(change, protocol, idpProfile)) return undefined;
  const rule = rulesOf(published).get(change.target);
  const [first, ...others] = rule ? sourcesOf(rule, protocol, idpProfile) : [];
  return first && [toSend(change.target, first, protocol, idpProfile), ...alternatives(others)].join(' ');
}

function asksForAction(change: MappingChange, protocol: Protocol, idpProfile: IdpProfileId): boolean {
  switch (change.kind) {
    case 'targetAdded':
    case 'targetRequired':
      return true;
    case 'sourceRemoved':
      return change.protocol === protocol && change.idpProfiles.includes(idpProfile);
    default:
      return false;
  }
}

function toSend(target: string, source: AttributeSource, protocol: Protocol, idpProfile: IdpProfileId): string {
  const form = idpForms[idpProfile][protocol];
  const isNameId = 'nameId' in source;
  const template = (isNameId ? form.nameId : undefined) ?? (target === 'groups' ? form.groups : form.attribute);
  const name = partsOf(source).map(formatSource).join(' and ');
  // A function, as "$&" in a replacement text would be a pattern.
  return template
    .replace('{name}', () => name)
    .replace('{value}', () => meanings.get(target) ?? `the person's "${target}"`);
}

function alternatives(others: Sources): readonly string[] {
  return others.length === 0 ? [] : [`Also accepted: ${others.map(formatSource).join(', ')}.`];
}
