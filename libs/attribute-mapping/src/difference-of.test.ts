import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AttributeMapping, type TargetRule, idpProfileIds, protocols } from './attribute-mapping.js';
import type { AttributeSource } from './attribute-source.js';
import { defaultAttributeMapping } from './default-attribute-mapping.js';
import { differenceOf } from './difference-of.js';
import { formatSource } from './format-source.js';
import { instructionFor } from './instruction-for.js';
import { changesFor, isBlocking } from './is-blocking.js';
import { mapAttributes } from './map-attributes.js';

const attributes = (...names: readonly string[]): readonly AttributeSource[] => names.map(attribute => ({ attribute }));

/** A mapping with one target, the badge. */
function badge(rule: Partial<Omit<TargetRule, 'sources'>> & { readonly sources?: Partial<TargetRule['sources']> }) {
  const sources = { saml: [], oidc: [], scim: [], ...rule.sources };
  return { targets: { badge: { required: false, profiles: {}, ...rule, sources } } } satisfies AttributeMapping;
}

const nothing: AttributeMapping = { targets: {} };
const ab = badge({ sources: { saml: attributes('a', 'b') } });

/** Any mapping, valid or not. */
const mappings = (() => {
  const source = fc.constantFrom<AttributeSource>(
    { nameId: true },
    { attribute: 'a' },
    { attribute: 'NameID' },
    { claim: 'b' },
    { path: { attribute: 'emails', where: { subAttribute: 'primary', equals: true }, subAttribute: 'value' } },
    { join: [{ attribute: 'a' }, { attribute: 'b c' }] },
  );
  const list = fc.uniqueArray(source, { selector: formatSource, maxLength: 4 });
  const lists = { saml: list, oidc: list, scim: list };
  const profiles = fc.dictionary(fc.constantFrom(...idpProfileIds), fc.record(lists, { requiredKeys: [] }));
  const rule = fc.record({ required: fc.boolean(), sources: fc.record(lists), profiles });
  const name = fc.constantFrom('login', 'name', 'groups', 'badge', 'constructor', '__proto__');
  return fc.dictionary(name, rule).map((targets): AttributeMapping => ({ targets }));
})();

describe('differenceOf', () => {
  test.each<[string, AttributeMapping, AttributeMapping, readonly object[]]>([
    [
      'a new target',
      nothing,
      ab,
      [{ kind: 'targetAdded', target: 'badge', required: false, text: '"badge" is new, and optional.' }],
    ],
    [
      'a new target that is required',
      nothing,
      badge({ required: true }),
      [{ kind: 'targetAdded', target: 'badge', required: true, text: '"badge" is new, and required.' }],
    ],
    [
      'a target that is gone',
      badge({ required: true }),
      nothing,
      [{ kind: 'targetRemoved', target: 'badge', required: false, text: '"badge" is no longer asked for.' }],
    ],
    [
      'a target that became required',
      badge({}),
      badge({ required: true }),
      [{ kind: 'targetRequired', target: 'badge', required: true, text: '"badge" is now required.' }],
    ],
    [
      'a target that became optional',
      badge({ required: true }),
      badge({}),
      [{ kind: 'targetOptional', target: 'badge', required: false, text: '"badge" is no longer required.' }],
    ],
    [
      'a source put in between',
      ab,
      badge({ sources: { saml: attributes('a', 'c', 'b') } }),
      [
        {
          kind: 'sourceAdded',
          target: 'badge',
          protocol: 'saml',
          idpProfiles: idpProfileIds,
          source: { attribute: 'c' },
          position: 2,
          text: '"badge" is now also read from c over SAML, at place 2.',
        },
      ],
    ],
    [
      'a source that is gone',
      ab,
      badge({ sources: { saml: attributes('b') } }),
      [
        {
          kind: 'sourceRemoved',
          target: 'badge',
          protocol: 'saml',
          idpProfiles: idpProfileIds,
          source: { attribute: 'a' },
          text: '"badge" is no longer read from a over SAML.',
        },
      ],
    ],
    [
      'another order',
      ab,
      badge({ sources: { saml: attributes('b', 'a') } }),
      [
        {
          kind: 'sourcesReordered',
          target: 'badge',
          protocol: 'saml',
          idpProfiles: idpProfileIds,
          before: attributes('a', 'b'),
          after: attributes('b', 'a'),
          text: '"badge" is read over SAML in another order: b, a.',
        },
      ],
    ],
    [
      'an override for some identity providers',
      ab,
      badge({
        sources: { saml: attributes('a', 'b') },
        profiles: { okta: { saml: attributes('a') }, jumpcloud: { saml: attributes('a') } },
      }),
      [
        {
          kind: 'sourceRemoved',
          target: 'badge',
          protocol: 'saml',
          idpProfiles: ['okta', 'jumpcloud'],
          source: { attribute: 'b' },
          text: '"badge" is no longer read from b over SAML (Okta, JumpCloud).',
        },
      ],
    ],
    [
      'the same source at another place for one identity provider',
      badge({}),
      badge({
        sources: { oidc: [{ claim: 'b' }] },
        profiles: { 'entra-id': { oidc: [{ claim: 'a' }, { claim: 'b' }] } },
      }),
      [
        { kind: 'sourceAdded', position: 1, idpProfiles: ['okta', 'jumpcloud', 'generic'] },
        {
          kind: 'sourceAdded',
          position: 1,
          text: '"badge" is now also read from a over OpenID Connect, at place 1 (Microsoft Entra ID).',
        },
        { kind: 'sourceAdded', position: 2, idpProfiles: ['entra-id'] },
      ],
    ],
    [
      'no letter case of SCIM',
      badge({ sources: { scim: [{ path: { attribute: 'username' } }] } }),
      badge({ sources: { scim: [{ path: { attribute: 'userName' } }] } }),
      [],
    ],
    [
      'letter case of a claim',
      badge({ sources: { oidc: [{ claim: 'Email' }] } }),
      badge({ sources: { oidc: [{ claim: 'email' }] } }),
      [{ kind: 'sourceRemoved' }, { kind: 'sourceAdded' }],
    ],
  ])('finds %s', (_, accepted, published, changes) => {
    expect(differenceOf(accepted, published)).toMatchObject(changes);
  });

  test("lists the account's own targets first, then the vendor's by name", () => {
    const { targets } = ab;
    const published = {
      targets: { zone: targets.badge, badge: targets.badge, name: targets.badge, login: targets.badge },
    };
    const { badge: _, ...withoutBadge } = published.targets;
    expect(differenceOf(nothing, published).map(({ target }) => target)).toEqual(['login', 'name', 'badge', 'zone']);
    expect(differenceOf(ab, { targets: withoutBadge }).map(({ target }) => target)).toEqual([
      'login',
      'name',
      'badge',
      'zone',
    ]);
  });

  test('of a version with itself is empty, and with the same in another order of keys', () => {
    fc.assert(
      fc.property(mappings, mapping => {
        expect(differenceOf(mapping, mapping)).toEqual([]);
        const entries = Object.entries(mapping.targets).map(([name, rule]) => [
          name,
          Object.fromEntries(Object.entries(rule).toReversed()),
        ]);
        const shuffled = { targets: Object.fromEntries(entries.toReversed()) };
        expect(differenceOf(mapping, shuffled)).toEqual([]);
      }),
    );
  });

  test('is empty only when both map everything alike', () => {
    const received = fc.record(
      { NameID: fc.constant('n'), a: fc.constant('1'), b: fc.constant('2') },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(mappings, mappings, received, (accepted, published, sent) => {
        if (differenceOf(accepted, published).length > 0) return;
        for (const protocol of protocols) {
          expect(mapAttributes(published, protocol, 'okta', sent)).toEqual(
            mapAttributes(accepted, protocol, 'okta', sent),
          );
        }
      }),
    );
  });

  test('there and back has the same targets and profiles, what was added removed', () => {
    const opposite: Readonly<Record<string, string>> = {
      targetAdded: 'targetRemoved',
      targetRemoved: 'targetAdded',
      targetRequired: 'targetOptional',
      targetOptional: 'targetRequired',
      sourceAdded: 'sourceRemoved',
      sourceRemoved: 'sourceAdded',
      sourcesReordered: 'sourcesReordered',
    };
    const lines = (accepted: AttributeMapping, published: AttributeMapping, turned: boolean) =>
      differenceOf(accepted, published)
        .flatMap(change =>
          ('idpProfiles' in change ? change.idpProfiles : ['']).map(idpProfile =>
            [
              turned ? opposite[change.kind] : change.kind,
              change.target,
              'protocol' in change ? change.protocol : '',
              idpProfile,
              'source' in change ? formatSource(change.source) : '',
            ].join(' '),
          ),
        )
        .toSorted();
    fc.assert(
      fc.property(mappings, mappings, (one, other) => {
        expect(lines(one, other, true)).toEqual(lines(other, one, false));
      }),
    );
  });
});

describe('isBlocking', () => {
  const okta = { idpProfile: 'okta', protocols: ['saml', 'scim'] } as const;
  const usedA = { saml: [{ target: 'badge', source: { attribute: 'a' } }] };
  const withoutA = badge({ sources: { saml: attributes('b') } });

  test.each<[string, AttributeMapping, AttributeMapping, Parameters<typeof isBlocking>[1], boolean]>([
    ['a new required target', nothing, badge({ required: true }), okta, true],
    ['a new optional target', nothing, badge({}), okta, false],
    ['a target that became required', badge({}), badge({ required: true }), okta, true],
    ['a target that became optional', badge({ required: true }), badge({}), okta, false],
    ['a target that is gone', ab, nothing, { ...okta, used: usedA }, false],
    ['a removed source that was used', ab, withoutA, { ...okta, used: usedA }, true],
    [
      'a removed source that was not used',
      ab,
      badge({ sources: { saml: attributes('a') } }),
      { ...okta, used: usedA },
      false,
    ],
    [
      'a removed source that filled another target',
      ab,
      withoutA,
      { ...okta, used: { saml: [{ target: 'name', source: { attribute: 'a' } }] } },
      false,
    ],
    ['a removed source of which nobody knows whether it was used', ab, withoutA, okta, true],
    ['a removed source of a protocol it does not speak', ab, withoutA, { ...okta, protocols: ['oidc'] }, false],
    [
      'a removed source of another identity provider',
      ab,
      badge({ sources: { saml: attributes('a', 'b') }, profiles: { jumpcloud: { saml: attributes('b') } } }),
      okta,
      false,
    ],
    ['a new source', withoutA, ab, okta, false],
    ['another order', ab, badge({ sources: { saml: attributes('b', 'a') } }), { ...okta, used: usedA }, false],
    ['nothing', ab, ab, okta, false],
  ])('%s', (_, accepted, published, use, expected) => {
    expect(isBlocking(differenceOf(accepted, published), use)).toBe(expected);
  });

  test('takes what mapAttributes says was used', () => {
    const { used } = mapAttributes(ab, 'saml', 'okta', { b: '7' });
    const difference = differenceOf(ab, badge({ sources: { saml: attributes('a') } }));
    expect(isBlocking(difference, { ...okta, used: { saml: used } })).toBe(true);
  });

  test('a connection sees the changes of its own protocols and identity provider', () => {
    const published = badge({ required: true, sources: { saml: attributes('a'), oidc: [{ claim: 'c' }] } });
    expect(changesFor(okta, differenceOf(ab, published)).map(({ kind }) => kind)).toEqual([
      'targetRequired',
      'sourceRemoved',
    ]);
  });
});

describe('instructionFor', () => {
  const published = badge({
    required: true,
    sources: { saml: attributes('b', 'c'), oidc: [{ claim: 'b' }], scim: [{ path: { attribute: 'title' } }] },
  });

  test('names the form, the name to send, what it must hold, and the alternatives', () => {
    const [change] = differenceOf(nothing, published);
    expect(instructionFor(change!, published, 'saml', 'okta')).toBe(
      'In Okta, open the application, "Sign On" tab, "Attribute Statements", and add b with the person\'s "badge" as its value. ' +
        'Also accepted: c.',
    );
  });

  test.each([
    ['okta', 'Attribute Statements', 'Group Attribute Statements'],
    ['entra-id', 'Attributes & Claims', 'Add a group claim'],
    ['jumpcloud', 'User Attribute Mapping', 'include group attribute'],
    ['generic', 'SAML assertion', 'SAML assertion'],
  ] as const)('%s has "%s", and "%s" for groups', (idpProfile, attributeForm, groupForm) => {
    const instructions = differenceOf(nothing, defaultAttributeMapping).map(change => [
      change.target,
      instructionFor(change, defaultAttributeMapping, 'saml', idpProfile),
    ]);
    expect(Object.fromEntries(instructions)).toMatchObject({
      email: expect.stringContaining(attributeForm),
      groups: expect.stringContaining(groupForm),
    });
  });

  test.each(protocols.flatMap(protocol => idpProfileIds.map(idpProfile => [protocol, idpProfile] as const)))(
    'over %s with %s, every target of the default mapping has a whole sentence with the name to send',
    (protocol, idpProfile) => {
      for (const change of differenceOf(nothing, defaultAttributeMapping)) {
        const text = instructionFor(change, defaultAttributeMapping, protocol, idpProfile);
        const rule = defaultAttributeMapping.targets[change.target]!;
        const [first] = rule.profiles[idpProfile]?.[protocol] ?? rule.sources[protocol];
        expect(text).toContain(formatSource(first!));
        expect(text).toMatch(/^[A-Z][^{}]*\.$/);
      }
    },
  );

  test('has its own form for the NameID', () => {
    const login = badge({ required: true, sources: { saml: [{ nameId: true }] } });
    const [change] = differenceOf(nothing, login);
    expect(instructionFor(change!, login, 'saml', 'okta')).toContain('"Application username"');
    expect(instructionFor(change!, login, 'saml', 'jumpcloud')).toContain('"SAMLSubject NameID"');
    expect(instructionFor(change!, login, 'saml', 'entra-id')).toContain('"Unique User Identifier (Name ID)"');
  });

  test('names the parts of a joined source, and takes names as they are', () => {
    const parts = badge({
      sources: { saml: [{ join: attributes('$&', 'last name') as readonly { attribute: string }[] }] },
    });
    const [change] = differenceOf(nothing, parts);
    expect(instructionFor(change!, parts, 'saml', 'generic')).toBe(
      'In the identity provider, have the SAML assertion carry the attribute $& and "last name" with the person\'s "badge".',
    );
  });

  test('for a removed source, says what to send instead, to whom it concerns', () => {
    const [, change] = differenceOf(ab, published);
    expect(change).toMatchObject({ kind: 'sourceRemoved', source: { attribute: 'a' } });
    expect(instructionFor(change!, published, 'saml', 'jumpcloud')).toContain('Attribute Name b with');
    expect(instructionFor(change!, published, 'oidc', 'jumpcloud')).toBeUndefined();
    const [only] = differenceOf(
      ab,
      badge({ sources: { saml: attributes('a', 'b') }, profiles: { okta: { saml: attributes('a') } } }),
    );
    expect(instructionFor(only!, ab, 'saml', 'jumpcloud')).toBeUndefined();
  });

  test.each([
    ['a target that is gone', ab, nothing],
    ['a target that became optional', badge({ required: true }), badge({})],
    ['a new source', badge({}), ab],
    ['another order', ab, badge({ sources: { saml: attributes('b', 'a') } })],
    ['a new target without a source', nothing, badge({})],
  ])('has nothing to say of %s', (_, accepted, after) => {
    const [change] = differenceOf(accepted, after);
    expect(instructionFor(change!, after, 'saml', 'okta')).toBeUndefined();
  });

  test('has nothing to say of a change that is not of this version', () => {
    const [change] = differenceOf(nothing, ab);
    expect(instructionFor(change!, nothing, 'saml', 'okta')).toBeUndefined();
  });
});
