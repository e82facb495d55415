import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import { evaluateFilter } from './evaluate-filter.js';
import { parseFilter } from './parse-filter.js';
import { resolveFilterForTypes } from './resolve-filter-for-types.js';

const types = [userResourceType, groupResourceType];

function resolve(text: string): readonly unknown[] {
  const resolved = resolveFilterForTypes(parseFilter(text), types);
  return types.map(type => {
    const filter = resolved.get(type);
    return typeof filter === 'object' ? filter.kind : filter;
  });
}

describe('resolveFilterForTypes (RFC 7644 §3.4.2.1)', () => {
  test.each([
    ['userName eq "ada"', ['comparison', 'nothing']],
    ['members.value eq "1"', ['nothing', 'comparison']],
    ['displayName sw "A"', ['comparison', 'comparison']],
    ['id pr', ['present', 'present']],
    ['userName pr', ['present', 'nothing']],
    ['emails[type eq "work"]', ['valuePath', 'nothing']],
    ['department eq "Maths"', ['comparison', 'nothing']],
    // What is unassigned satisfies `ne` when it is singular, and nothing when it could have several values.
    ['title ne "x"', ['comparison', 'everything']],
    ['emails.value ne "x"', ['comparison', 'nothing']],
    ['title eq null', ['not', 'everything']],
    ['title ne null', ['present', 'nothing']],
    ['not (userName pr)', ['not', 'everything']],
    ['not (title ne "x")', ['not', 'nothing']],
    ['userName eq "a" and displayName pr', ['and', 'nothing']],
    ['userName eq "a" or displayName pr', ['or', 'present']],
    ['title ne "a" and displayName pr', ['and', 'present']],
    ['title ne "a" or displayName pr', ['or', 'everything']],
    ['userName pr and title pr', ['and', 'nothing']],
    ['title ne "a" and nickName ne "b"', ['and', 'everything']],
    ['displayName pr and id pr and title ne "a"', ['and', 'and']],
    ['meta.resourceType eq "User"', ['everything', 'nothing']],
    ['meta.resourceType ne "User"', ['nothing', 'everything']],
    ['meta.resourceType sw "Gr" and displayName pr', ['nothing', 'present']],
    // RFC 7643 §3.1: meta.resourceType is case exact.
    ['meta.resourceType eq "user" or userName pr', ['present', 'nothing']],
    ['meta.created gt "2026-01-01T00:00:00Z"', ['comparison', 'comparison']],
  ])('%s selects %j of users and groups', (text, kinds) => {
    expect(resolve(text)).toEqual(kinds);
  });

  test.each([
    'shoeSize eq 43',
    'userName pr or shoeSize pr',
    'password pr',
    'active eq "banana"',
    'displayName[value pr]',
    'emails[nick pr]',
    'members gt 5',
    'name eq "x"',
  ])('%s is refused, whatever else there is', text => {
    expect(() => resolve(text)).toThrow(expect.objectContaining({ code: 'invalidFilter' }));
  });

  test('says of every resource what its own type would, where the type has all attributes', () => {
    const leaf = fc.constantFrom(
      'displayName pr',
      'displayName eq "a"',
      'externalId ne "e"',
      'id pr',
      'meta.version eq "1"',
    );
    const filter = fc.letrec<{ node: string }>(tie => ({
      node: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.tuple(tie('node'), fc.constantFrom('and', 'or'), tie('node')).map(([a, op, b]) => `(${a} ${op} ${b})`),
        tie('node').map(node => `not (${node})`),
      ),
    })).node;
    const resource = fc.record(
      { displayName: fc.constantFrom('a', 'b'), externalId: fc.constantFrom('e', 'f') },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filter, resource, (text, one) => {
        const [user, group] = types.map(type => {
          const resolved = resolveFilterForTypes(parseFilter(text), types).get(type);
          return typeof resolved === 'object' ? evaluateFilter(resolved, one) : resolved === 'everything';
        });
        expect(user).toBe(group);
      }),
    );
  });
});
