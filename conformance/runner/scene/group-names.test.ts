import { expect, it } from 'vitest';
import { anExchange, aProfile, aStory, createExchange } from '../test/profiles.ts';
import { groupNamesOf } from './group-names.ts';

it('groups are what is given as such, what is only named, and what stands in their places', () => {
  const createGroup = anExchange({
    given: [],
    request: { method: 'POST', path: '/Groups', body: { displayName: '{{sales.displayName}}' } },
    captures: { sales: '' },
  });
  const inGroup = anExchange({ given: [{ user: 'alice' }, { group: 'engineering', members: ['alice'] }] });
  const named = anExchange({
    request: { method: 'GET', path: '/Users/{{alice.id}}', headers: { X: '{{alice.displayName}}' } },
  });
  const profile = aProfile(
    { a: createGroup, b: inGroup, c: named, d: createExchange },
    {
      x: aStory([
        { exchange: 'a', as: { sales: 'support' } },
        { exchange: 'd', as: { alice: 'bob' } },
        { check: 'bob', path: '/Users?x={{bob.displayName}}', response: { status: 200 } },
      ]),
    },
  );
  expect([...groupNamesOf(profile)].toSorted()).toEqual(['engineering', 'sales', 'support']);
});
