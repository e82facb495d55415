import { expect, it } from 'vitest';
import { description } from '../test/profiles.ts';
import { toRequest } from './to-request.ts';

const sending = {
  target: { name: 'fake', baseUrl: 'https://scim.example.com/v2', token: 'secret' },
  settings: { doubleSlash: false },
  description,
};

it.each([
  ['/Users/{{alice.id}}', '/v2/Users/a%2F..%2Fb%3F'],
  ['/Users?filter=id+eq+%22{{alice.id|form}}%22', '/v2/Users?filter=id+eq+%22a%2F..%2Fb%3F%22'],
  ['/Users/{{alice.userName}}', '/v2/Users/a/../b?'],
])('an id is encoded in the path %s', (path, target) => {
  expect(toRequest({ method: 'GET', path }, () => 'a/../b?', sending).target).toBe(target);
});
