const attributes = `
  schemas id externalId meta resourceType created lastModified location version userName name formatted familyName
  givenName middleName honorificPrefix honorificSuffix displayName nickName profileUrl title userType preferredLanguage
  locale timezone active password emails phoneNumbers ims photos addresses groups entitlements roles x509Certificates
  value display type primary $ref streetAddress locality region postalCode country members employeeNumber costCenter
  organization division department manager totalResults itemsPerPage startIndex Resources nextCursor previousCursor
  Operations op path method bulkId data response status detail scimType failOnErrors filter count sortBy sortOrder
  attributes excludedAttributes cursor patch bulk sort etag changePassword supported maxResults maxOperations
  maxPayloadSize authenticationSchemes documentationUri pagination defaultPageSize defaultPaginationMethod
  maxPageSize cursorTimeout multiValued description required canonicalValues caseExact mutability returned uniqueness
  referenceTypes subAttributes endpoint schema schemaExtensions specUri
`;

const values = `
  work home other mobile fax pager photo thumbnail User Group direct indirect add replace remove Add Replace Remove
  true false True False GET POST PUT PATCH DELETE ascending descending
  invalidFilter tooMany uniqueness mutability invalidSyntax invalidPath noTarget invalidValue invalidVers sensitive
  invalidCursor expiredCursor invalidCount
  ServiceProviderConfig ResourceType Schema ListResponse SearchRequest PatchOp BulkRequest BulkResponse Error
  string boolean decimal integer dateTime reference complex binary readOnly readWrite immutable writeOnly
  always never default request none server global external uri index cursor object array
  Users Groups Bulk Schemas ResourceTypes
  oauth oauth2 oauthbearertoken httpbasic httpdigest
`;

const operators = 'eq ne co sw ew pr gt ge lt le and or not true false null';

const attributeNames = new Set(words(attributes).map(word => word.toLowerCase()));
const allowedValues = new Set(words(values));
const operatorNames = new Set(words(operators));

const knownUrn =
  /^urn:ietf:params:scim:(?:schemas:core:2\.0:(?:User|Group|ServiceProviderConfig|ResourceType|Schema)|schemas:extension:enterprise:2\.0:User|api:messages:2\.0:(?:ListResponse|SearchRequest|PatchOp|BulkRequest|BulkResponse|Error))(?=$|:)/;

/** Is it an attribute of RFC 7643 or a parameter of RFC 7644 or 9865, in whatever case? */
export function isAttribute(word: string): boolean {
  return attributeNames.has(word.toLowerCase());
}

/** Is it a value that the standards have themselves? */
export function isValue(text: string): boolean {
  return allowedValues.has(text) || knownUrnIn(text) === text;
}

/** Is it a word of a filter? */
export function isOperator(word: string): boolean {
  return operatorNames.has(word.toLowerCase());
}

/** The URN of the standards that a text begins with. */
export function knownUrnIn(text: string): string | undefined {
  return knownUrn.exec(text)?.[0];
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}
