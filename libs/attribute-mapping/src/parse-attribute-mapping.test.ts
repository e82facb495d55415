import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AttributeMappingError } from './attribute-mapping-error.js';
import { defaultAttributeMapping } from './default-attribute-mapping.js';
import { parseAttributeMapping } from './parse-attribute-mapping.js';

const login = {
  required: true,
  sources: { saml: [{ nameId: true }], oidc: [{ claim: 'email' }], scim: [{ path: { attribute: 'userName' } }] },
};
const withBadge = (badge: unknown) => ({ targets: { login, badge } });
const withSaml = (...saml: readonly unknown[]) => withBadge({ sources: { saml } });
const withPath = (path: unknown) => withBadge({ sources: { scim: [{ path }] } });

/** The pointers and messages of what is wrong. */
function problemsOf(document: unknown): readonly (readonly [string, string])[] {
  try {
    parseAttributeMapping(document);
  } catch (error) {
    if (error instanceof AttributeMappingError) {
      return error.problems.map(({ pointer, message }) => [pointer, message] as const);
    }
    throw error;
  }
  return [];
}

describe('parseAttributeMapping', () => {
  test('gives the default mapping back as it is', () => {
    expect(parseAttributeMapping(JSON.parse(JSON.stringify(defaultAttributeMapping)))).toEqual(defaultAttributeMapping);
  });

  test('fills in what may be left out', () => {
    const none = { saml: [], oidc: [], scim: [] };
    expect(parseAttributeMapping(withBadge({ sources: {} })).targets['badge']).toEqual({
      required: false,
      sources: none,
      profiles: {},
    });
  });

  test('reads every form of source', () => {
    const sources = {
      saml: [{ attribute: 'badge' }, { join: [{ attribute: 'a' }, { nameId: true }] }],
      oidc: [{ claim: 'https://example.com/badge' }],
      scim: [
        { path: { schema: 'urn:example:2.0:User', attribute: 'badge', subAttribute: '$ref' } },
        { path: { attribute: 'roles', where: { subAttribute: 'primary', equals: true }, subAttribute: 'value' } },
      ],
    };
    const profiles = { 'entra-id': { saml: [] }, okta: { oidc: [{ claim: 'b' }] } };
    expect(parseAttributeMapping(withBadge({ required: false, sources, profiles })).targets['badge']).toEqual({
      required: false,
      sources,
      profiles,
    });
  });

  const wrong: readonly (readonly [document: unknown, pointer: string, message: unknown])[] = [
    [null, '', 'An attribute mapping must be a JSON object.'],
    [[], '', 'An attribute mapping must be a JSON object.'],
    [{}, '/targets', '"targets" must be a JSON object.'],
    [{ targets: {} }, '/targets/login', 'A mapping must say where the login comes from.'],
    [{ targets: { login }, version: 1 }, '/version', 'An attribute mapping has no member of this name.'],
    [
      { targets: { login: { ...login, required: false } } },
      '/targets/login/required',
      'The login must be required: an account is found by it.',
    ],
    [withBadge(7), '/targets/badge', 'A target must be a JSON object.'],
    [withBadge({ sources: {}, require: true }), '/targets/badge/require', 'A target has no member of this name.'],
    [withBadge({ sources: {}, required: 1 }), '/targets/badge/required', '"required" must be true or false.'],
    [withBadge({}), '/targets/badge/sources', '"sources" must be a JSON object.'],
    [withBadge({ sources: { ldap: [] } }), '/targets/badge/sources/ldap', '"sources" has no member of this name.'],
    [withBadge({ sources: { saml: {} } }), '/targets/badge/sources/saml', 'The sources must be a list.'],
    [withBadge({ sources: {}, profiles: [] }), '/targets/badge/profiles', '"profiles" must be a JSON object.'],
    [
      withBadge({ sources: {}, profiles: { ping: {} } }),
      '/targets/badge/profiles/ping',
      '"profiles" has no member of this name.',
    ],
    [
      withBadge({ sources: {}, profiles: { okta: { ldap: [] } } }),
      '/targets/badge/profiles/okta/ldap',
      'The profile "okta" has no member of this name.',
    ],
    [
      { targets: { login: { ...login, profiles: { okta: { saml: [] } } } } },
      '/targets/login/profiles/okta/saml',
      'A required target must have a source for saml.',
    ],
    [
      { targets: { login: { ...login, sources: { ...login.sources, oidc: undefined } } } },
      '/targets/login/sources/oidc',
      'A required target must have a source for oidc.',
    ],
    [withSaml('email'), '/targets/badge/sources/saml/0', expect.stringContaining('must be a JSON object')],
    [
      withSaml({ claim: 'a' }),
      '/targets/badge/sources/saml/0/claim',
      expect.stringContaining('no member of this name'),
    ],
    [
      withSaml({ attribute: ' a' }),
      '/targets/badge/sources/saml/0/attribute',
      expect.stringContaining('must be a name'),
    ],
    [withSaml({ attribute: '' }), '/targets/badge/sources/saml/0/attribute', expect.stringContaining('must be a name')],
    // PostgreSQL cannot hold these two.
    [withSaml({ attribute: 'a\u0000b' }), '/targets/badge/sources/saml/0/attribute', expect.stringContaining('a name')],
    [withSaml({ attribute: 'a\ud800b' }), '/targets/badge/sources/saml/0/attribute', expect.stringContaining('a name')],
    [
      withSaml({ attribute: 'a'.repeat(513) }),
      '/targets/badge/sources/saml/0/attribute',
      expect.stringContaining('at most 512'),
    ],
    [
      withSaml({ attribute: 'NameID' }),
      '/targets/badge/sources/saml/0/attribute',
      'The NameID is no attribute: write {"nameId": true}.',
    ],
    [
      withSaml({ attribute: 'a', nameId: true }),
      '/targets/badge/sources/saml/0',
      'A source is either the NameID or an attribute, not both.',
    ],
    [withSaml({ nameId: false }), '/targets/badge/sources/saml/0/nameId', '"nameId" can only be true.'],
    [
      withSaml({ attribute: 'a' }, { attribute: 'b' }, { attribute: 'a' }),
      '/targets/badge/sources/saml/2',
      'This source is in the list already.',
    ],
    [
      withSaml({ join: [{ attribute: 'a' }] }),
      '/targets/badge/sources/saml/0/join',
      '"join" must be a list of at least two sources.',
    ],
    [
      withSaml({ join: [{ attribute: 'a' }, { join: [] }] }),
      '/targets/badge/sources/saml/0/join/1/join',
      expect.stringContaining('no member of this name'),
    ],
    [
      withSaml({ join: [{ attribute: 'a' }, { attribute: 'b' }], separator: '-' }),
      '/targets/badge/sources/saml/0/separator',
      'A joined source has no member of this name.',
    ],
    [
      withBadge({ sources: { oidc: [{ claim: 7 }] } }),
      '/targets/badge/sources/oidc/0/claim',
      expect.stringContaining('must be a name'),
    ],
    [
      withBadge({ sources: { oidc: [7] } }),
      '/targets/badge/sources/oidc/0',
      expect.stringContaining('must be a JSON object'),
    ],
    [
      withBadge({ sources: { scim: [{ attribute: 'a' }] } }),
      '/targets/badge/sources/scim/0/attribute',
      expect.stringContaining('no member of this name'),
    ],
    [withPath('userName'), '/targets/badge/sources/scim/0/path', 'A SCIM path must be a JSON object.'],
    [withPath({}), '/targets/badge/sources/scim/0/path/attribute', expect.stringContaining('name of a SCIM attribute')],
    [
      withPath({ attribute: 'emails[primary eq true]' }),
      '/targets/badge/sources/scim/0/path/attribute',
      expect.stringContaining('name of a SCIM attribute'),
    ],
    [
      withPath({ attribute: 'a', schema: 'x' }),
      '/targets/badge/sources/scim/0/path/schema',
      '"schema" must be the URN of a SCIM schema.',
    ],
    [
      withPath({ attribute: 'a', where: 1 }),
      '/targets/badge/sources/scim/0/path/where',
      '"where" must be a JSON object.',
    ],
    [
      withPath({ attribute: 'a', where: { subAttribute: 'type', equals: ' ' } }),
      '/targets/badge/sources/scim/0/path/where/equals',
      '"equals" must be a text without space around it, or true or false.',
    ],
    [
      withPath({ attribute: 'a', where: { subAttribute: '1', equals: 'x' } }),
      '/targets/badge/sources/scim/0/path/where/subAttribute',
      expect.stringContaining('name of a SCIM attribute'),
    ],
    [
      { targets: { login, 'a/b~c': { sources: {} } } },
      '/targets/a~1b~0c',
      'The name of a target begins with a letter and has at most 64 letters, digits, "_" and "-".',
    ],
  ];

  test.each(wrong.map(([document, pointer, message]) => [pointer, document, message] as const))(
    'refuses what is at "%s"',
    (pointer, document, message) => {
      expect(problemsOf(document)).toEqual([[pointer, message]]);
    },
  );

  test('tells everything that is wrong at once', () => {
    const document = { targets: { badge: { required: 'yes', sources: { saml: [1, { attribute: 'a' }, 2] } } } };
    expect(problemsOf(document).map(([pointer]) => pointer)).toEqual([
      '/targets/login',
      '/targets/badge/required',
      '/targets/badge/sources/saml/0',
      '/targets/badge/sources/saml/2',
    ]);
    expect(() => parseAttributeMapping(document)).toThrow(
      /^This is not an attribute mapping\. \/targets\/login: A mapping/,
    );
  });

  test('has limits', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => index);
    const attributes = (count: number) => many(count).map(index => ({ attribute: `a${index}` }));
    expect(problemsOf(withSaml(...attributes(20)))).toEqual([]);
    expect(problemsOf(withSaml(...attributes(21)))).toEqual([
      ['/targets/badge/sources/saml', 'The sources may have at most 20 elements.'],
    ]);
    const targets = (count: number) =>
      Object.fromEntries([['login', login], ...many(count - 1).map(index => [`t${index}`, { sources: {} }])]);
    expect(problemsOf({ targets: targets(60) })).toEqual([]);
    expect(problemsOf({ targets: targets(61) })).toEqual([['/targets', 'There may be at most 60 targets.']]);
    expect(problemsOf(Object.fromEntries(many(1000).map(index => [index, 1])))).toHaveLength(50);
  });

  test('a target named like something that every object has is only a target', () => {
    const document = { targets: { login, constructor: { sources: {} } } };
    expect(Object.keys(parseAttributeMapping(document).targets)).toEqual(['login', 'constructor']);
    expect(problemsOf(JSON.parse('{"targets":{"__proto__":{}}}'))[0]).toEqual([
      '/targets/login',
      'A mapping must say where the login comes from.',
    ]);
  });

  test('whatever the document is, the answer is a mapping or an AttributeMappingError with a reason', () => {
    const source = fc.oneof(
      fc.constantFrom({ nameId: true }, { attribute: 'a' }, { claim: 'b' }, { path: { attribute: 'c' } }),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const list = fc.oneof(fc.array(source, { maxLength: 3 }), fc.jsonValue());
    const lists = fc.record({ saml: list, oidc: list, scim: list }, { requiredKeys: [] });
    const rule = fc.oneof(
      fc.record(
        { required: fc.boolean(), sources: lists, profiles: fc.dictionary(fc.constantFrom('okta', 'x'), lists) },
        { requiredKeys: ['sources'] },
      ),
      fc.jsonValue(),
    );
    const document = fc.oneof(fc.record({ targets: fc.record({ login: rule, badge: rule }) }), fc.anything());
    fc.assert(
      fc.property(document, value => {
        const problems = problemsOf(value);
        expect(problems.every(([pointer, message]) => /^(?:\/|$)/.test(pointer) && message.endsWith('.'))).toBe(true);
        if (problems.length > 0) return;
        const mapping = parseAttributeMapping(value);
        expect(parseAttributeMapping(mapping)).toEqual(mapping);
      }),
    );
  });
});
