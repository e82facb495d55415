/** One member of a Group: a User or another Group (RFC 7643 §4.2). */
export type ScimMember = {
  readonly value: string;
  readonly display?: string;
  readonly type?: string;
  readonly $ref?: string;
};

/** The typed view of the `ScimAttributes` that `parseResource` gives for a Group (RFC 7643 §4.2). */
export type ScimGroup = {
  readonly displayName: string;
  readonly externalId?: string;
  readonly members?: readonly ScimMember[];
};
