import type { Tolerances } from '#libs/scim-protocol';

/** The identity providers Postern knows by name; everything else is `generic`. */
export const idpProfileIds = ['okta', 'entra-id', 'jumpcloud', 'generic'] as const;

/** One of {@link idpProfileIds}. */
export type IdpProfileId = (typeof idpProfileIds)[number];

/** What is particular to an identity provider. Only a profile knows which one it is; the rest of the code asks its switches. */
export interface IdpProfile {
  readonly id: IdpProfileId;
  readonly name: string;
  /** What its console wants behind the SCIM base URL, which no console wants to end in a slash. */
  readonly scimBaseUrlSuffix: string;
  /** Where its SCIM client departs from RFC 7643 and RFC 7644, each switch with its evidence. */
  readonly tolerances: Tolerances;
}
