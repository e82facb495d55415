/** A value of a multi-valued attribute with the default sub-attributes (RFC 7643 §2.4). */
export type ScimMultiValue = {
  readonly value?: string;
  readonly display?: string;
  readonly type?: string;
  readonly primary?: boolean;
};

/** The parts of a person's name (RFC 7643 §4.1.1). */
export type ScimName = {
  readonly formatted?: string;
  readonly familyName?: string;
  readonly givenName?: string;
  readonly middleName?: string;
  readonly honorificPrefix?: string;
  readonly honorificSuffix?: string;
};

/** A postal address (RFC 7643 §4.1.2). */
export type ScimAddress = {
  readonly formatted?: string;
  readonly streetAddress?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country?: string;
  readonly type?: string;
  readonly primary?: boolean;
};

/** The enterprise extension of a User (RFC 7643 §4.3). */
export type ScimEnterpriseUser = {
  readonly employeeNumber?: string;
  readonly costCenter?: string;
  readonly organization?: string;
  readonly division?: string;
  readonly department?: string;
  readonly manager?: { readonly value?: string; readonly $ref?: string };
};

/** The typed view of the `ScimAttributes` that `parseResource` gives for a User (RFC 7643 §4.1). */
export type ScimUser = {
  readonly userName: string;
  readonly externalId?: string;
  readonly name?: ScimName;
  readonly displayName?: string;
  readonly nickName?: string;
  readonly profileUrl?: string;
  readonly title?: string;
  readonly userType?: string;
  readonly preferredLanguage?: string;
  readonly locale?: string;
  readonly timezone?: string;
  readonly active?: boolean;
  readonly emails?: readonly ScimMultiValue[];
  readonly phoneNumbers?: readonly ScimMultiValue[];
  readonly ims?: readonly ScimMultiValue[];
  readonly photos?: readonly ScimMultiValue[];
  readonly addresses?: readonly ScimAddress[];
  readonly entitlements?: readonly ScimMultiValue[];
  readonly roles?: readonly ScimMultiValue[];
  readonly x509Certificates?: readonly ScimMultiValue[];
  readonly 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'?: ScimEnterpriseUser;
};
