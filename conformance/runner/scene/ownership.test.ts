import { expect, it } from 'vitest';
import { Ownership } from './ownership.ts';

const ownership = new Ownership();
ownership.noteBefore('Users', 'resident');
ownership.noteMade('Users', 'ours');
['ours', 'captured'].forEach(id => ownership.noteAnswered(id));

const bulk = (operation: object) => ({
  method: 'POST',
  target: '/v2/Bulk',
  headers: {},
  body: JSON.stringify({ Operations: [operation] }),
});

it.each([
  ['PUT', '/v2/Users/ours', false],
  ['PATCH', '/v2/Users/unknown', false],
  ['GET', '/v2/Users/resident', false],
  ['POST', '/v2/Users/.search', false],
  ['DELETE', '/v2/Users/resident', true],
  ['DELETE', '/v2//users/RESIDENT/', true],
  ['PATCH', '/v2/Users/resid%65nt?x=1', true],
  ['PATCH', '/v2/Groups/captured', true],
  ['PATCH', '/v2/Groups/ours', true],
] as const)('%s %s is refused: %s', (method, target, isRefused) => {
  expect(ownership.refuses({ method, target, headers: {} })).toBe(isRefused);
});

it.each([
  [{ method: 'PATCH', path: '/Users/ours' }, false],
  [{ method: 'POST', path: '/Users' }, false],
  [{ method: 'DELETE', path: '/Users/resident' }, true],
  [{ method: 'DELETE', path: '/Users/ours/../resident' }, true],
  [{ method: 'POST', path: '/Groups', data: { members: [{ value: 'captured' }] } }, true],
])('the bulk operation %j is refused: %s', (operation, isRefused) => {
  expect(ownership.refuses(bulk(operation))).toBe(isRefused);
});

it('nobody who was there can be made', () => {
  expect(ownership.noteMade('Users', 'Resident')).toBe(false);
  expect(ownership.noteMade('Users', '..')).toBe(false);
});
