import { expect, it } from 'vitest';
import { pactRequest } from './pact-request.ts';
import { PactNames } from './pact-names.ts';
import { pactValues } from './pact-values.ts';

const externalIds = { user: '#', group: '#' };
const description = { title: 'T', identityProvider: 'T', headers: {}, bodyHeaders: {}, externalIds };
const values = pactValues(new PactNames(externalIds, new Set()), [{ user: 'alice' }]);

it('takes ids in paths, queries and bodies from the provider state', () => {
  const path = '/Users/{{alice.id}}?filter=id%20eq%20%22{{alice.id|percent}}%22';
  const { path: example, generators } = pactRequest(
    { method: 'PUT', path, body: { id: '{{alice.id}}' } },
    description,
    values,
  );
  expect(example).toBe('/Users/alice-id');
  expect(generators).toMatchObject({
    path: { expression: '/Users/${alice_id}' },
    query: { filter: { expression: 'id eq "${alice_id}"' } },
    body: { '$.id': { expression: '${alice_id}' } },
  });
});
