/**
 * The named ways in which the protocol core may be more lenient than RFC 7643 and RFC 7644.
 *
 * An IdP profile is a set of these switches; the core itself never asks which IdP it is talking to.
 */
export interface Tolerances {
  /**
   * Reads `"True"` and `"false"` (any case) as booleans where the attribute is boolean, never elsewhere.
   * Entra ID without its compliance flag, Keycloak. Relaxes RFC 7643 §2.3.2.
   */
  readonly booleanStrings: boolean;
  /**
   * Reads `"7"` as a number where the attribute is one, never elsewhere. Clients whose mappings know only text (Entra ID
   * and Keycloak do the same to booleans). Relaxes RFC 7643 §2.3.3 and §2.3.4.
   */
  readonly numericStrings: boolean;
  /**
   * Accepts schema URNs it does not know, a list without the base schema or without a used extension, and a PatchOp
   * without `schemas`. Entra ID (`…/ADSCIM/2.0/Group`), OneLogin (SCIM 1.1 URN), JumpCloud. Relaxes RFC 7643 §3.
   */
  readonly looseSchemas: boolean;
  /**
   * Reads a UUID without quotes as a string in a filter, as in `id eq 54d382a4-2050-4c03-94d1-e769f1d15682 and manager eq …`.
   * Entra ID's documentation. Relaxes RFC 7644 §3.4.2.2, where a value is JSON.
   */
  readonly unquotedIds: boolean;
  /**
   * Finds `department` or `manager` without its extension URN. Entra ID's older mappings. Relaxes RFC 7644 §3.10.
   */
  readonly bareExtensionAttributes: boolean;
  /**
   * Reads keys like `name.givenName` and `urn:…:User:department` inside a body or a path-less PATCH value as paths.
   * Entra ID with its compliance flag. Relaxes RFC 7644 §3.5.2.1, which has nested objects there.
   */
  readonly dottedKeys: boolean;
  /**
   * Lets an `add` or `replace` whose filter selects nothing create the value from the filter's `eq` literals.
   * Entra ID. Relaxes RFC 7644 §3.5.2.3, which demands `noTarget`.
   */
  readonly createsUnmatchedElement: boolean;
  /**
   * Lets a `remove` on a multi-valued attribute with a `value` list remove only the values listed.
   * Entra ID, authentik. RFC 7644 §3.5.2.2 gives `value` no meaning there; the strict core refuses it.
   */
  readonly removesListedValues: boolean;
  /**
   * Treats `""` as "unassigned" for every attribute. Entra ID clears a manager so. Relaxes RFC 7643 §2.5.
   */
  readonly emptyStringClears: boolean;
  /**
   * Reads a plain string, or a list of one object, as the value of a singular complex attribute that has a `value`
   * sub-attribute, such as `manager`. Entra ID. Relaxes RFC 7643 §4.3.
   */
  readonly managerAsString: boolean;
  /**
   * Reads a role whose `value` is a JSON object in a string, and `displayName` for `display`. Entra ID's
   * AppRoleAssignmentsComplex. Relaxes RFC 7643 §4.1.2.
   */
  readonly rolesAsJsonString: boolean;
  /**
   * Reads a single value where a list of values belongs. OneLogin (`emails`). Relaxes RFC 7643 §2.4.
   */
  readonly singleObjectAsArray: boolean;
  /**
   * Reads a plain string among the values of a multi-valued complex attribute as its `value`, as in
   * `"members": ["2819c223"]`. The tests of Microsoft's reference code. Relaxes RFC 7643 §2.4.
   */
  readonly bareValues: boolean;
  /**
   * Keeps a text as it is where RFC 7643 prescribes a form: a `country` of more than two letters (Entra ID sends
   * "Sierra Leone"), a reference that is no URI. Relaxes RFC 7643 §2.3.7 and §4.1.2.
   */
  readonly looseFormats: boolean;
  /**
   * Keeps the first of several values marked `primary` and unmarks the others. PingFederate. Relaxes RFC 7643 §2.4.
   */
  readonly keepsFirstPrimary: boolean;
  /**
   * Keeps every attribute that a PUT leaves out. JumpCloud's minimal PUT. RFC 7644 §3.5.1 allows it; without this switch
   * omitted attributes are cleared, except `externalId` and `active`.
   */
  readonly keepsOmittedOnReplace: boolean;
  /**
   * Leaves out members that do not exist, and reports them, where otherwise the request fails with `invalidValue` naming
   * them. Off everywhere: an Okta push that fails as a whole because of one member (getsentry/sentry#122540) is the reason
   * to turn it on for a connection. Relaxes the referential integrity of RFC 7643 §2.3.7.
   */
  readonly skipsUnknownMembers: boolean;
}

/** The RFCs by the letter: no tolerance at all. */
export const strictRfc: Tolerances = {
  booleanStrings: false,
  numericStrings: false,
  looseSchemas: false,
  unquotedIds: false,
  bareExtensionAttributes: false,
  dottedKeys: false,
  createsUnmatchedElement: false,
  removesListedValues: false,
  emptyStringClears: false,
  managerAsString: false,
  rolesAsJsonString: false,
  singleObjectAsArray: false,
  bareValues: false,
  looseFormats: false,
  keepsFirstPrimary: false,
  keepsOmittedOnReplace: false,
  skipsUnknownMembers: false,
};

/** What every profile has: every tolerance but `keepsOmittedOnReplace` and `skipsUnknownMembers`, which a client may not want. */
export const lenient: Tolerances = {
  booleanStrings: true,
  numericStrings: true,
  looseSchemas: true,
  unquotedIds: true,
  bareExtensionAttributes: true,
  dottedKeys: true,
  createsUnmatchedElement: true,
  removesListedValues: true,
  emptyStringClears: true,
  managerAsString: true,
  rolesAsJsonString: true,
  singleObjectAsArray: true,
  bareValues: true,
  looseFormats: true,
  keepsFirstPrimary: true,
  keepsOmittedOnReplace: false,
  skipsUnknownMembers: false,
};
