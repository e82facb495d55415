import { describe, expect, test } from 'vitest';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import { ScimError } from '../scim-error.js';
import { parseBulkRequest } from './parse-bulk-request.js';

const SCHEMAS = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
const options = { maxOperations: 3, resourceTypes: [userResourceType, groupResourceType] };
const post = { method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'ava' } };

function parse(...operations: unknown[]) {
  return parseBulkRequest({ schemas: SCHEMAS, Operations: operations }, options).operations;
}

describe('parseBulkRequest (RFC 7644 §3.7)', () => {
  test('gives the operations as requests of their own', () => {
    const body = {
      schemas: SCHEMAS,
      failOnErrors: 1,
      Operations: [
        post,
        { method: 'PUT', path: '/Users/1', version: 'W/"1"', data: { userName: 'ava' } },
        { method: 'DELETE', path: '/Groups/2', version: 'W/"2"', data: 'ignored' },
      ],
    };
    expect(parseBulkRequest(body, options)).toEqual({
      failOnErrors: 1,
      operations: [
        {
          method: 'POST',
          bulkId: 'a',
          request: { method: 'POST', resourceType: userResourceType, data: { userName: 'ava' } },
          references: [],
        },
        {
          method: 'PUT',
          request: {
            method: 'PUT',
            resourceType: userResourceType,
            id: '1',
            version: 'W/"1"',
            data: { userName: 'ava' },
          },
          references: [],
        },
        {
          method: 'DELETE',
          request: { method: 'DELETE', resourceType: groupResourceType, id: '2', version: 'W/"2"' },
          references: [],
        },
      ],
    });
  });

  test('letter case of members, schemas and methods does not matter; null is absent', () => {
    const body = {
      SCHEMAS: [SCHEMAS[0]?.toUpperCase()],
      FailOnErrors: null,
      operations: [{ METHOD: 'post', Path: '/users', BULKID: 'a', Version: null, DATA: { userName: 'ava' } }],
    };
    expect(parseBulkRequest(body, options)).toEqual({ failOnErrors: 0, operations: parse(post) });
  });

  test('the data of a PATCH is a PatchOp message, or the bare list of the sample in §3.7', () => {
    const Operations = [{ op: 'remove', path: 'nickName' }];
    const [message, list] = parse(
      {
        method: 'PATCH',
        path: '/Users/1',
        data: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations },
      },
      { method: 'PATCH', path: '/Users/1', data: Operations },
    );
    expect(list).toEqual(message);
    expect(list?.request).toMatchObject({ method: 'PATCH', data: { Operations } });
  });

  test.each([
    ['Users/1', 'User', '1'],
    ['/users/1/', 'User', '1'],
    ['//Users//1', 'User', '1'],
    ['/v2/Groups/1', 'Group', '1'],
    ['/Users/bulkId:a', 'User', 'bulkId:a'],
    ['/Users/bulkId:a/b', 'User', 'bulkId:a/b'],
  ])('the path %s is relative to the base URL', (path, name, id) => {
    const [operation] = parse({ method: 'DELETE', path });
    expect(operation?.request).toMatchObject({ resourceType: { name }, id });
  });

  test.each([
    ['a nested bulk request', { method: 'POST', path: '/Bulk', bulkId: 'a', data: {} }, 400],
    ['/Me', { method: 'PATCH', path: '/Me', data: {} }, 501],
    ['an endpoint that does not exist', { method: 'DELETE', path: '/Devices/1' }, 404],
    ['the base URL', { method: 'DELETE', path: '/' }, 404],
    ['discovery', { method: 'PUT', path: '/Schemas/1', data: {} }, 404],
    ['an absolute URL', { method: 'DELETE', path: 'https://scim.example.com/v2/Users/1' }, 404],
    ['POST to a resource', { method: 'POST', path: '/Users/1', bulkId: 'a', data: {} }, 405],
    ['PUT to an endpoint', { method: 'PUT', path: '/Users', data: {} }, 405],
    ['DELETE of an endpoint', { method: 'DELETE', path: '/Users/' }, 405],
    ['POST without data', { method: 'POST', path: '/Users', bulkId: 'a' }, 400],
    ['PUT with a list', { method: 'PUT', path: '/Users/1', data: [] }, 400],
    ['PATCH with a string', { method: 'PATCH', path: '/Users/1', data: 'x' }, 400],
  ])('%s is the error of that operation alone', (_, operation, status) => {
    const [refused, other] = parse(operation, { ...post, bulkId: 'other' });
    expect(refused).toMatchObject({ method: operation.method, request: { status }, references: [] });
    expect(refused?.request).toBeInstanceOf(ScimError);
    expect(other?.request).not.toBeInstanceOf(ScimError);
  });

  test.each<[string, unknown]>([
    ['a list', []],
    ['no schemas', { Operations: [post] }],
    ['another schema', { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [post] }],
    ['no operations', { schemas: SCHEMAS }],
    ['an empty list of operations', { schemas: SCHEMAS, Operations: [] }],
    ['an object of operations', { schemas: SCHEMAS, Operations: post }],
    ['operations given twice', { schemas: SCHEMAS, Operations: [post], operations: [post] }],
    ['a negative failOnErrors', { schemas: SCHEMAS, failOnErrors: -1, Operations: [post] }],
    ['a failOnErrors that is no integer', { schemas: SCHEMAS, failOnErrors: 1.5, Operations: [post] }],
    ['a failOnErrors in a string', { schemas: SCHEMAS, failOnErrors: '1', Operations: [post] }],
    ['an operation that is none', { schemas: SCHEMAS, Operations: ['POST'] }],
    ['an unknown method', { schemas: SCHEMAS, Operations: [{ ...post, method: 'GET' }] }],
    ['a method that is no string', { schemas: SCHEMAS, Operations: [{ ...post, method: 1 }] }],
    ['no path', { schemas: SCHEMAS, Operations: [{ ...post, path: null }] }],
    ['a path that is no string', { schemas: SCHEMAS, Operations: [{ ...post, path: 1 }] }],
    ['a POST without bulkId', { schemas: SCHEMAS, Operations: [{ ...post, bulkId: undefined }] }],
    ['an empty bulkId', { schemas: SCHEMAS, Operations: [{ ...post, bulkId: '' }] }],
    ['a version that is no string', { schemas: SCHEMAS, Operations: [{ ...post, version: 1 }] }],
    ['a bulkId given twice', { schemas: SCHEMAS, Operations: [post, post] }],
  ])('refuses %s with invalidSyntax, whole', (_, body) => {
    expect(() => parseBulkRequest(body, options)).toThrow(expect.objectContaining({ code: 'invalidSyntax' }));
  });

  test('a bulkId may come again where it names nothing new', () => {
    const [, put] = parse(post, { method: 'DELETE', path: '/Users/1', bulkId: 'a' });
    expect(put).toMatchObject({ bulkId: 'a' });
  });

  test('refuses too many operations with 413 naming the limit (RFC 7644 §3.7.4)', () => {
    const Operations = Array.from({ length: 4 }, () => 'not even looked at');
    expect(() => parseBulkRequest({ schemas: SCHEMAS, Operations }, options)).toThrow(
      expect.objectContaining({
        status: 413,
        message: expect.stringContaining('at most 3 operations (maxOperations)'),
      }),
    );
  });
});

describe('references (RFC 7644 §3.7.2) are found', () => {
  const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
  const patch = (operation: object) => ({ method: 'PATCH', path: '/Groups/1', data: [operation] });
  const deep = (levels: number): unknown => (levels === 0 ? 'bulkId:x' : [deep(levels - 1)]);

  test.each<[string, object, string[]]>([
    ['in a member', { ...post, data: { members: [{ value: 'bulkId:x' }, { value: 'bulkId:y' }] } }, ['x', 'y']],
    ['in a manager', { ...post, data: { [ENTERPRISE]: { manager: { value: 'bulkId:x' } } } }, ['x']],
    ['in an unknown extension', { ...post, data: { 'urn:example:1.0:User': { badges: ['bulkId:x'] } } }, ['x']],
    ['in a URI', { ...post, data: { members: [{ $ref: '../Users/bulkId:x' }] } }, ['x']],
    ['once each', { ...post, data: { title: 'bulkId:x', members: [{ value: 'bulkId:x' }] } }, ['x']],
    ['in the path', { method: 'DELETE', path: '/Users/bulkId:x' }, ['x']],
    ['in the value of a PATCH', patch({ op: 'add', path: 'members', value: [{ value: 'bulkId:x' }] }), ['x']],
    ['in a PATCH without path', patch({ op: 'add', value: { members: [{ value: 'bulkId:x' }] } }), ['x']],
    ['in the filter of a PATCH', patch({ op: 'remove', path: 'members[value eq "bulkId:x"]' }), ['x']],
    ['in filters beside odd quotes', patch({ OP: 'remove', PATH: 'a[b eq "\\"" or c eq "bulkId:x"' }), ['x']],
    ['not in a filter that ends early', patch({ op: 'remove', path: 'a[b eq "bulkId:x\\' }), ['x']],
    ['not in a path without quotes', patch({ op: 'remove', path: 'bulkId:x' }), []],
    ['not in the middle of a text', { ...post, data: { title: 'see bulkId:x', nickName: 'see /bulkId:x' } }, []],
    ['not as the name of a member', { ...post, data: { 'bulkId:x': 1 } }, []],
    ['not in an operation that is none', { method: 'PATCH', path: '/Groups/1', data: [1, { path: 2 }] }, []],
    ['not where no attribute can be', { ...post, data: { title: deep(20) } }, []],
  ])('%s', (_, operation, references) => {
    expect(parse(operation)[0]?.references).toEqual(references);
  });

  test('in time that grows with their length alone', () => {
    const path = `a[b eq "${'\\"'.repeat(500_000)}`;
    expect(parse(patch({ op: 'remove', path }))[0]?.references).toEqual([]);
  });
});
