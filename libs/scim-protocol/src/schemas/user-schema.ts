import {
  binaryAttribute,
  booleanAttribute,
  complexAttribute,
  multiValuedAttribute,
  primaryAttribute,
  referenceAttribute,
  stringAttribute,
  typeAttribute,
} from './attribute-builders.js';
import type { Attribute, Schema } from './schema.js';

const PLACES = ['work', 'home', 'other'];

const name = complexAttribute('name', "The parts of the person's name.", [
  stringAttribute('formatted', 'The full name, formatted for display.'),
  stringAttribute('familyName', 'The family name.'),
  stringAttribute('givenName', 'The given name.'),
  stringAttribute('middleName', 'The middle names.'),
  stringAttribute('honorificPrefix', 'A title before the name.'),
  stringAttribute('honorificSuffix', 'A suffix after the name.'),
]);

// RFC 7643 §8.7.1 forgets `primary` here, though §2.4 gives it to every multi-valued attribute and RFC 7644 §3.5.2 uses it.
const addresses = complexAttribute(
  'addresses',
  'Postal addresses.',
  [
    stringAttribute('formatted', 'The full address, formatted for display.'),
    stringAttribute('streetAddress', 'Street, house number and the like.'),
    stringAttribute('locality', 'The city.'),
    stringAttribute('region', 'The state or region.'),
    stringAttribute('postalCode', 'The postal code.'),
    stringAttribute('country', 'The country, as an ISO 3166-1 alpha-2 code.'),
    typeAttribute(PLACES),
    primaryAttribute(),
  ],
  { multiValued: true },
);

// Case exact ids: the text of RFC 7643 §3.1 against its §8.7.1.
const groups = complexAttribute(
  'groups',
  'The groups the user belongs to; changed only through the groups.',
  [
    stringAttribute('value', 'The id of the group.', { caseExact: true, mutability: 'readOnly' }),
    referenceAttribute('$ref', 'The URI of the group.', ['Group'], { mutability: 'readOnly' }),
    stringAttribute('display', 'The name of the group.', { mutability: 'readOnly' }),
    stringAttribute('type', 'How the user belongs to the group.', {
      canonicalValues: ['direct', 'indirect'],
      mutability: 'readOnly',
    }),
  ],
  { multiValued: true, mutability: 'readOnly' },
);

const attributes: readonly Attribute[] = [
  stringAttribute('userName', 'The name the person signs in with; unique, compared without regard to case.', {
    required: true,
    uniqueness: 'server',
  }),
  name,
  stringAttribute('displayName', 'The name to show to others.'),
  stringAttribute('nickName', 'The casual name.'),
  referenceAttribute('profileUrl', "The URI of the person's profile page.", ['external']),
  stringAttribute('title', 'The job title.'),
  stringAttribute('userType', 'How the person relates to the organization.'),
  stringAttribute('preferredLanguage', 'The preferred languages, as in an Accept-Language header.'),
  stringAttribute('locale', 'The language tag that governs formats.'),
  stringAttribute('timezone', 'The time zone, as in the IANA database.'),
  booleanAttribute('active', 'Whether the person may sign in.'),
  // Accepted and thrown away: nothing here signs in with a password.
  stringAttribute('password', 'Accepted, never kept.', { caseExact: true, mutability: 'writeOnly', returned: 'never' }),
  multiValuedAttribute('emails', 'E-mail addresses.', stringAttribute('value', 'The address.'), PLACES),
  multiValuedAttribute('phoneNumbers', 'Phone numbers.', stringAttribute('value', 'The number.'), [
    'work',
    'home',
    'mobile',
    'fax',
    'pager',
    'other',
  ]),
  multiValuedAttribute('ims', 'Instant messaging addresses.', stringAttribute('value', 'The address.'), [
    'aim',
    'gtalk',
    'icq',
    'xmpp',
    'msn',
    'skype',
    'qq',
    'yahoo',
  ]),
  multiValuedAttribute('photos', 'Pictures of the person.', referenceAttribute('value', 'The URI.', ['external']), [
    'photo',
    'thumbnail',
  ]),
  addresses,
  groups,
  multiValuedAttribute('entitlements', 'What the person is entitled to.', stringAttribute('value', 'The entitlement.')),
  multiValuedAttribute('roles', 'What the person is.', stringAttribute('value', 'The role.')),
  multiValuedAttribute(
    'x509Certificates',
    'Certificates issued to the person.',
    binaryAttribute('value', 'One DER certificate in base64.'),
  ),
];

/** The core User schema (RFC 7643 §4.1 and §8.7.1). */
export const userSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'A person.',
  attributes,
};
