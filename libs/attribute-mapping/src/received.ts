/**
 * What an identity provider sent of one person: claims by name, SAML attributes as {@link receivedFromSaml} gives them, or a
 * SCIM user. The values may be anything; what is not text, a number or a boolean, or a list of those, counts as absent.
 */
export type Received = unknown;

/** The key under which the NameID stands among SAML attributes. */
export const NAME_ID = 'NameID';

/** One Attribute element of a SAML assertion. */
export interface SamlAttribute {
  readonly name: string;
  readonly friendlyName?: string;
  readonly values: readonly string[];
}

/**
 * Gives what a SAML assertion says as {@link mapAttributes} reads it: values by Name, by FriendlyName where no attribute has
 * that Name, and the Subject's NameID as `NameID`.
 *
 * Attribute elements that repeat a Name are one attribute: Keycloak sends one for each group.
 */
export function receivedFromSaml(nameId: string | undefined, attributes: readonly SamlAttribute[]): Received {
  const byName = Map.groupBy(attributes, ({ name }) => name);
  const byFriendlyName = Map.groupBy(attributes, ({ friendlyName }) => friendlyName ?? '');
  const values = new Map<string, readonly string[]>();
  // A FriendlyName identifies nothing (SAML core §2.7.3.1), so a Name goes before it.
  for (const [name, named] of [...byFriendlyName, ...byName]) {
    values.set(
      name,
      named.flatMap(attribute => attribute.values),
    );
  }
  values.delete('');
  // An attribute must not pass for the Subject.
  values.delete(NAME_ID);
  if (nameId !== undefined) values.set(NAME_ID, [nameId]);
  return Object.fromEntries(values);
}
