import { type IdpProfileId, type Protocol, idpProfileIds } from './attribute-mapping.js';
import { formatSource, formatSources } from './format-source.js';
import type { SourceChange, TargetChange } from './mapping-change.js';

/** What people call the protocols. */
export const protocolNames: Readonly<Record<Protocol, string>> = {
  saml: 'SAML',
  oidc: 'OpenID Connect',
  scim: 'SCIM',
};

const idpNames: Readonly<Record<IdpProfileId, string>> = {
  okta: 'Okta',
  'entra-id': 'Microsoft Entra ID',
  jumpcloud: 'JumpCloud',
  generic: 'other identity providers',
};

/** Gives a change of a target as a sentence. */
export function describeTargetChange({ kind, target, required }: Omit<TargetChange, 'text'>): string {
  switch (kind) {
    case 'targetAdded':
      return `"${target}" is new, and ${required ? 'required' : 'optional'}.`;
    case 'targetRemoved':
      return `"${target}" is no longer asked for.`;
    case 'targetRequired':
      return `"${target}" is now required.`;
    case 'targetOptional':
      return `"${target}" is no longer required.`;
  }
}

// A plain Omit would make one type of the three.
type WithoutText<Change> = Change extends unknown ? Omit<Change, 'text'> : never;

/** Gives a change of sources as a sentence. */
export function describeSourceChange(change: WithoutText<SourceChange>): string {
  const { target, protocol, idpProfiles } = change;
  const over = `over ${protocolNames[protocol]}`;
  // A change for all of them needs no list.
  const scope =
    idpProfiles.length === idpProfileIds.length ? '' : ` (${idpProfiles.map(id => idpNames[id]).join(', ')})`;
  switch (change.kind) {
    case 'sourceAdded':
      return `"${target}" is now also read from ${formatSource(change.source)} ${over}, at place ${change.position}${scope}.`;
    case 'sourceRemoved':
      return `"${target}" is no longer read from ${formatSource(change.source)} ${over}${scope}.`;
    case 'sourcesReordered':
      return `"${target}" is read ${over} in another order: ${formatSources(change.after)}${scope}.`;
  }
}
