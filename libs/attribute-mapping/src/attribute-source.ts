/** The NameID of a SAML assertion's Subject. */
export interface NameIdSource {
  readonly nameId: true;
}

/** A SAML attribute by its Name, or by its FriendlyName when no attribute has that Name. */
export interface SamlAttributeSource {
  readonly attribute: string;
}

/** A claim of an OpenID Connect ID Token or UserInfo answer. */
export interface ClaimSource {
  readonly claim: string;
}

/** An attribute of a SCIM user. */
export interface ScimPathSource {
  readonly path: ScimPath;
}

/**
 * Where a value stands in a SCIM resource. Names are told apart without regard to letter case (RFC 7643 §2.1).
 *
 * @example
 * // emails[primary eq true].value
 * { attribute: 'emails', where: { subAttribute: 'primary', equals: true }, subAttribute: 'value' }
 */
export interface ScimPath {
  /** The URN of the extension that has the attribute; left out for the core User schema. */
  readonly schema?: string;
  readonly attribute: string;
  /** Which values of a multi-valued attribute are meant; left out for all of them. */
  readonly where?: { readonly subAttribute: string; readonly equals: string | boolean };
  /** Left out for a simple attribute, and for the `value` of a complex one. */
  readonly subAttribute?: string;
}

/** One attribute that the identity provider sends. */
export type SingleSource = NameIdSource | SamlAttributeSource | ClaimSource | ScimPathSource;

/** Several attributes put together, with a space between: a name from its parts. It has a value as soon as one of them has. */
export interface JoinedSource {
  readonly join: readonly SingleSource[];
}

/** From where a target is filled. */
export type AttributeSource = SingleSource | JoinedSource;

/** Gives the attributes that a source reads. */
export function partsOf(source: AttributeSource): readonly SingleSource[] {
  return 'join' in source ? source.join : [source];
}
