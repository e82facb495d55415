import { describe, expect, test } from 'vitest';
import type { ScimObject } from '../resource/scim-attributes.js';
import { stringAttribute } from '../schemas/attribute-builders.js';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import type { ResourceType } from '../schemas/schema.js';
import { evaluateFilter } from './evaluate-filter.js';
import { parseFilter } from './parse-filter.js';
import { resolveFilter } from './resolve-filter.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const resourceType: ResourceType = {
  ...userResourceType,
  schema: {
    ...userResourceType.schema,
    attributes: [
      ...userResourceType.schema.attributes,
      stringAttribute('tags', 'Labels.', { multiValued: true }),
      { ...stringAttribute('logins', 'How often.'), type: 'integer' },
    ],
  },
};

const ada: ScimObject = {
  schemas: [userResourceType.schema.id, ENTERPRISE],
  id: '2819c223',
  externalId: 'E-1',
  userName: 'Ada@Example.com',
  active: true,
  logins: 5,
  tags: ['Blue', 'Green'],
  name: { familyName: 'Byron' },
  emails: [
    { value: 'ada@example.com', type: 'work', primary: true },
    { value: 'ada@home.example', type: 'home' },
  ],
  addresses: [{ type: 'work', primary: false }],
  meta: { resourceType: 'User', created: '2026-01-01T00:00:00Z' },
  [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-1' } },
};

function matches(text: string, resource: ScimObject = ada): boolean {
  return evaluateFilter(resolveFilter(parseFilter(text), resourceType), resource);
}

describe('evaluateFilter', () => {
  test.each([
    ['a string without regard to case (RFC 7643 §7)', 'userName eq "ADA@example.COM"'],
    ['its parts', 'userName sw "ada" and userName co "@EX" and userName ew ".com"'],
    ['a case exact string exactly', 'externalId eq "E-1" and not (externalId eq "e-1")'],
    ['what is not equal', 'userName ne "bob"'],
    ['an unassigned attribute as not equal', 'title ne "x"'],
    ['a boolean', 'active eq true and active ne false'],
    ['a boolean spelled as a string (Entra ID)', 'active eq "True"'],
    ['numbers by size', 'logins gt 4 and logins ge 5 and logins lt 10 and logins le 5'],
    ['instants by time', 'meta.created lt "2026-01-01T02:00:00+01:00" and meta.created ge "2026-01-01T00:00:00Z"'],
    ['strings by their order', 'name.familyName gt "Adams"'],
    ['an extension attribute', `${ENTERPRISE}:department eq "maths"`],
    ['a bare manager by its value (Entra ID)', 'id eq "2819c223" and manager eq "m-1"'],
    ['schemas', `schemas eq "${ENTERPRISE}"`],
    ['any of several values (RFC 7644 §3.4.2.2)', 'emails.type eq "work" and emails.value co "@home"'],
    ['a complex attribute by its value', 'emails co "@home"'],
    ['one value that satisfies all of a value path', 'emails[type eq "home" and value co "@home"]'],
    ['several values, one of which differs', 'emails.type ne "work"'],
    ['a missing primary as false (RFC 7643 §2.4)', 'emails[type eq "home" and primary eq false]'],
    ['a missing primary as false outside of brackets', 'emails.primary eq false'],
    ['simple values', 'tags eq "BLUE" and tags[value sw "gr"]'],
    ['presence', 'name pr and name.familyName pr and emails.type pr and tags pr'],
    ['null as absence (RFC 7643 §2.5)', 'title eq null and userName ne null'],
    ['or', 'title pr or active eq true'],
    ['an unset sub-attribute in brackets', 'emails[display ne "x"]'],
  ])('matches %s: %s', (_, text) => {
    expect(matches(text)).toBe(true);
  });

  test.each([
    ['two values that only together satisfy a value path', 'emails[type eq "work" and value co "@home"]'],
    ['an unassigned attribute', 'title eq "x"'],
    ['an unassigned attribute in an order', 'title lt "x"'],
    ['absence', 'title pr or name.givenName pr'],
    ['no value of a multi-valued attribute, even as not equal', 'phoneNumbers.type ne "work"'],
    ['an empty value path', 'phoneNumbers[type pr]'],
    ['a presence that is denied', 'not (userName pr)'],
    ['a primary that is missing, by presence', 'emails[type eq "home" and primary pr]'],
  ])('does not match %s: %s', (_, text) => {
    expect(matches(text)).toBe(false);
  });

  test('a stored value that is not of its type matches nothing', () => {
    expect(matches('active eq true', { active: 'perhaps' })).toBe(false);
    expect(matches('emails.type pr', { emails: ['x'] })).toBe(false);
  });

  test('an extension that is not used has no values', () => {
    expect(matches(`${ENTERPRISE}:department pr`, { userName: 'bob' })).toBe(false);
  });
});

describe('resolveFilter refuses with invalidFilter', () => {
  test.each([
    ['an unknown attribute', 'shoeSize eq 43'],
    ['an unknown sub-attribute', 'emails[size eq 43]'],
    ['the password (RFC 7643 §4.1.1)', 'password eq "secret"'],
    ['the presence of the password', 'password pr'],
    ['an order on a boolean (RFC 7644 Table 3)', 'active gt true'],
    ['an order on binary data', 'x509Certificates.value lt "a"'],
    ['a part of a boolean', 'active co "tr"'],
    ['a part of an instant', 'meta.created sw "2026"'],
    ['a boolean that is none', 'active eq "banana"'],
    ['a number for a string', 'userName eq 5'],
    ['a date without time', 'meta.created gt "2026-01-01"'],
    ['an order on null', 'title gt null'],
    ['a complex attribute without value', 'name eq "x"'],
    ['brackets after a singular attribute', 'name[familyName pr]'],
    ['brackets after a sub-attribute', 'emails.value[type pr]'],
    ['a name other than value of simple values', 'tags[type pr]'],
  ])('%s: %s', (_, text) => {
    expect(() => resolveFilter(parseFilter(text), resourceType)).toThrow(
      expect.objectContaining({ code: 'invalidFilter' }),
    );
  });
});

test('members can be found by a bare id (RFC 7644 §3.4.2.2; Entra ID and AWS clients)', () => {
  const filter = resolveFilter(parseFilter('id eq "g" and members eq "u1"'), groupResourceType);
  expect(evaluateFilter(filter, { id: 'g', displayName: 'G', members: [{ value: 'u1' }] })).toBe(true);
});
