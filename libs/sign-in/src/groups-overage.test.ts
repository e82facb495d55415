import { expect, it } from 'vitest';
import { groupsOverage } from './groups-overage.js';

it.each<[unknown, string | undefined]>([
  [
    { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint: 'https://graph.example' } } },
    '_claim_names',
  ],
  [{ _claim_names: { address: 'src1' } }, undefined],
  [{ _claim_names: 'groups' }, undefined],
  [{ hasgroups: true }, 'hasgroups'],
  [{ hasgroups: 'true' }, 'hasgroups'],
  [{ hasgroups: false }, undefined],
  [
    { 'http://schemas.microsoft.com/claims/groups.link': ['https://graph.example/users/1/getMemberObjects'] },
    'http://schemas.microsoft.com/claims/groups.link',
  ],
  [{ groups: ['a'] }, undefined],
  [undefined, undefined],
  [null, undefined],
  ['hasgroups', undefined],
])('of %j is %s', (received, marker) => {
  expect(groupsOverage(received)).toBe(marker);
});
