import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributeMapping, Sources } from './attribute-mapping.js';
import { type SamplePerson, effectOn } from './effect-on.js';

const claims = (...names: readonly string[]): Sources => names.map(claim => ({ claim }));

/** A mapping over OpenID Connect; a target with "!" is required. */
function mapping(targets: Readonly<Record<string, readonly string[]>>): AttributeMapping {
  const rules = Object.entries(targets).map(([name, names]) => [
    name.replace('!', ''),
    { required: name.endsWith('!'), sources: { saml: [], oidc: claims(...names), scim: [] }, profiles: {} },
  ]);
  return { targets: Object.fromEntries(rules) };
}

const person = (id: string, received: unknown): SamplePerson => ({ id, protocol: 'oidc', received });

describe('effectOn', () => {
  test('says whose account would change, and to what', () => {
    const accepted = mapping({ login: ['sub'], name: ['name'], groups: ['groups'], badge: ['badge'] });
    const published = mapping({ login: ['email', 'sub'], groups: ['roles'], zone: ['zone'] });
    const people = [
      person('kim', { sub: '1', email: 'kim@example.com', name: 'Kim', groups: ['A', 'B'], roles: ['B', 'A', 'A'] }),
      person('lee', { sub: '2', groups: 'A', badge: '7', zone: 'EU' }),
      person('ada', { sub: '3' }),
    ];
    expect(effectOn(people, accepted, published, 'okta')).toEqual({
      changed: [
        {
          id: 'kim',
          changes: [
            { target: 'login', before: '1', after: 'kim@example.com' },
            { target: 'name', before: 'Kim', after: null },
          ],
        },
        {
          id: 'lee',
          changes: [
            { target: 'groups', before: ['A'], after: [] },
            { target: 'badge', before: '7', after: null },
            { target: 'zone', before: null, after: 'EU' },
          ],
        },
      ],
      lacking: [],
      unaffected: 1,
    });
  });

  test('says who would lack a required target, and whether they lack it already', () => {
    const accepted = mapping({ 'login!': ['sub'], badge: ['badge'] });
    const published = mapping({ 'login!': ['sub'], 'badge!': ['badge', 'number'] });
    const people = [
      person('kim', { sub: '1' }),
      person('lee', { badge: '7' }),
      person('ada', { sub: '3', badge: '8' }),
    ];
    const lackedBadge = { target: 'badge', required: true, triedSources: claims('badge', 'number'), already: false };
    const lackedLogin = { target: 'login', required: true, triedSources: claims('sub'), already: true };
    expect(effectOn(people, accepted, published, 'okta')).toEqual({
      changed: [],
      lacking: [
        { id: 'kim', targets: [lackedBadge] },
        { id: 'lee', targets: [lackedLogin] },
      ],
      unaffected: 1,
    });
  });

  test("looks at each person's own protocol, and at the identity provider", () => {
    const rule = { required: false, sources: { saml: [], oidc: claims('a'), scim: [] }, profiles: {} };
    const accepted = { targets: { name: rule } };
    const published = { targets: { name: { ...rule, profiles: { okta: { oidc: claims('b') } } } } };
    const received = { a: '1', b: '2' };
    const people: readonly SamplePerson[] = [person('kim', received), { id: 'lee', protocol: 'saml', received }];
    expect(effectOn(people, accepted, published, 'okta').changed.map(({ id }) => id)).toEqual(['kim']);
    expect(effectOn(people, accepted, published, 'jumpcloud').changed).toEqual([]);
  });

  test('a version has no effect on itself, and a change back undoes a change', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'));
    const version = fc.dictionary(fc.constantFrom('login', 'name', 'groups', 'badge'), names).map(mapping);
    const text = fc.constantFrom('', 'x', 'y');
    const received = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(text, fc.array(text), fc.anything()));
    fc.assert(
      fc.property(version, version, received, (accepted, published, sent) => {
        const people = [person('kim', sent)];
        expect(effectOn(people, accepted, accepted, 'okta')).toEqual({ changed: [], lacking: [], unaffected: 1 });
        const there = effectOn(people, accepted, published, 'okta').changed;
        const back = effectOn(people, published, accepted, 'okta').changed;
        const turned = back.map(({ id, changes }) => ({
          id,
          changes: changes.map(({ target, before, after }) => ({ target, before: after, after: before })),
        }));
        expect(turned).toEqual(there);
      }),
    );
  });
});
