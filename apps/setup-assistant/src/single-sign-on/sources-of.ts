import type { MappingDocument, MappingSource } from '../api/attribute-mapping.js';

/** From where one value of an account is taken. */
export interface MappingRow {
  readonly target: string;
  readonly isRequired: boolean;
  /** As people read them, in their order. */
  readonly sources: readonly string[];
}

/** The attribute mapping of one protocol and identity provider. */
export function rowsOf(mapping: MappingDocument, protocol: 'saml' | 'oidc', idpProfile: string): readonly MappingRow[] {
  return Object.entries(mapping.targets).map(([target, { required, sources, profiles }]) => ({
    target,
    isRequired: required,
    sources: (profiles[idpProfile]?.[protocol] ?? sources[protocol] ?? []).map(toText),
  }));
}

function toText({ attribute, claim, nameId, join }: MappingSource): string {
  if (join) return join.map(toText).join(' + ');
  return nameId === true ? 'NameID' : (attribute ?? claim ?? '');
}
