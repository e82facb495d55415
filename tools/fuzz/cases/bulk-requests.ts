import fc, { type Arbitrary } from 'fast-check';
import { BULK_REQUEST_URN } from '#libs/scim-protocol';
import { type FuzzRequest, withJson } from './case-kind.ts';
import { anyJson, type Json, mutatedJson } from './json-values.ts';
import { patchBody } from './patches.ts';
import { groupId, userId } from './placeholders.ts';
import { group, user } from './resources.ts';
import { anyLetterCase, text } from './text.ts';

const bulkId = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'b', 'c', 'd') }, { weight: 1, arbitrary: text });

/** A member that names another operation, an existing user, or nothing. */
const reference: Arbitrary<Json> = fc
  .oneof(
    bulkId.map(id => `bulkId:${id}`),
    userId,
    groupId,
  )
  .map(value => ({ value }));

const groupOfReferences: Arbitrary<Json> = fc
  .tuple(text, fc.array(reference, { maxLength: 4 }))
  .map(([displayName, members]) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName,
    members,
  }));

const path = fc.oneof(
  fc.constantFrom('/Users', '/Groups', '/users', 'Users', '/Users/', '//Users', '/Bulk', '/Me', '/Schemas', '', '/'),
  userId.map(id => `/Users/${id}`),
  groupId.map(id => `/Groups/${id}`),
  bulkId.map(id => `/Users/bulkId:${id}`),
  text.map(id => `/Groups/${id}`),
);

const version = fc.constantFrom('W/"1"', '"1"', '*', 'W/"', '1');

const operationWith = (data: Arbitrary<Json>): Arbitrary<Json> =>
  fc.record(
    {
      method: fc.oneof(
        anyLetterCase(fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE')),
        fc.constantFrom('GET', 'HEAD', ''),
      ),
      path,
      bulkId,
      version,
      data,
    },
    { requiredKeys: ['method', 'path'] },
  );

const anyOperation = operationWith(fc.oneof(user, group, groupOfReferences, patchBody, anyJson));

const creation: Arbitrary<Json> = fc.oneof(
  fc.tuple(bulkId, user).map(([id, data]) => ({ method: 'POST', path: '/Users', bulkId: id, data })),
  fc.tuple(bulkId, groupOfReferences).map(([id, data]) => ({ method: 'POST', path: '/Groups', bulkId: id, data })),
);

const operations: Arbitrary<readonly Json[]> = fc.oneof(
  { weight: 30, arbitrary: fc.array(fc.oneof(creation, anyOperation), { maxLength: 6 }) },
  {
    weight: 1,
    arbitrary: fc
      // As many as are answered in time, or more than are taken; small ones, or all are too large together.
      .tuple(
        operationWith(fc.oneof(user, groupOfReferences)),
        fc.oneof(fc.integer({ min: 20, max: 300 }), fc.constant(1200)),
      )
      .map(([one, times]) => Array.from({ length: times }, () => one)),
  },
);

const bulkBody: Arbitrary<Json> = fc
  .record(
    {
      schemas: fc.constant([BULK_REQUEST_URN]),
      failOnErrors: fc.oneof(fc.integer({ min: -1, max: 4 }), fc.constantFrom(1.5, 1e308)),
      Operations: operations,
    },
    { requiredKeys: ['schemas', 'Operations'] },
  )
  .map((body): Json => body);

/** `POST /Bulk` (RFC 7644 §3.7): bulkIds that refer to each other, to themselves and to nothing. */
export const bulkRequest: Arbitrary<FuzzRequest> = mutatedJson(bulkBody).map(body => withJson('POST', '/Bulk', body));
