import { describe, expect, test } from 'vitest';
import { groupSchema } from '../schemas/group-schema.js';
import { userResourceType } from '../schemas/resource-types.js';
import { userSchema } from '../schemas/user-schema.js';
import { toListResponse } from './list-response.js';
import { toResourceTypeResource } from './resource-type-resource.js';
import { toSchemaResource } from './schema-resource.js';
import { toServiceProviderConfig } from './service-provider-config.js';

const BASE = 'https://scim.example.com/v2';

describe('toListResponse (RFC 7644 §3.4.2)', () => {
  test('an empty page has all members, Resources too', () => {
    expect(toListResponse([], { totalResults: 0, startIndex: 1 })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 0,
      startIndex: 1,
      itemsPerPage: 0,
      Resources: [],
    });
  });

  test('itemsPerPage is what the page holds', () => {
    expect(toListResponse(['a', 'b'], { totalResults: 7, startIndex: 3 })).toMatchObject({
      totalResults: 7,
      startIndex: 3,
      itemsPerPage: 2,
      Resources: ['a', 'b'],
    });
  });
});

describe('toListResponse by cursor (RFC 9865 §2)', () => {
  test('has no startIndex, and only the cursors there are', () => {
    expect(toListResponse(['a'], { totalResults: 7, nextCursor: 'n', previousCursor: 'p' })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 7,
      itemsPerPage: 1,
      nextCursor: 'n',
      previousCursor: 'p',
      Resources: ['a'],
    });
    expect(Object.keys(toListResponse([], { totalResults: 0 }))).toEqual([
      'schemas',
      'totalResults',
      'itemsPerPage',
      'Resources',
    ]);
  });

  test('totalResults may be unknown', () => {
    expect(toListResponse([], { nextCursor: 'n' })).not.toHaveProperty('totalResults');
  });
});

describe('toServiceProviderConfig (RFC 7643 §5)', () => {
  const features = {
    bulk: { supported: true, maxOperations: 100, maxPayloadSize: 1_048_576 },
    filter: { maxResults: 200 },
    sort: true,
    etag: false,
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'A token in the Authorization header.',
        primary: true,
      },
    ],
  } as const;

  test('publishes every required member', () => {
    expect(toServiceProviderConfig(features, BASE)).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 100, maxPayloadSize: 1_048_576 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: false },
      authenticationSchemes: features.authenticationSchemes,
      meta: { resourceType: 'ServiceProviderConfig', location: `${BASE}/ServiceProviderConfig` },
    });
  });

  test('publishes how lists are paged, once that is more than by index (RFC 9865 §4)', () => {
    const pagination = { cursor: true, index: true, defaultPaginationMethod: 'index', cursorTimeout: 600 } as const;
    expect(toServiceProviderConfig({ ...features, pagination }, BASE)).toMatchObject({ pagination });
  });

  test('publishes the documentation when there is some', () => {
    const documentationUri = 'https://docs.example.com/scim';
    expect(toServiceProviderConfig({ ...features, documentationUri }, BASE)).toMatchObject({ documentationUri });
  });
});

describe('toSchemaResource (RFC 7643 §7)', () => {
  test('publishes each attribute with its characteristics', () => {
    const resource = toSchemaResource(groupSchema, BASE);
    expect(resource).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
      id: groupSchema.id,
      name: 'Group',
      meta: { resourceType: 'Schema', location: `${BASE}/Schemas/${groupSchema.id}` },
    });
    expect(resource['attributes']).toMatchObject([
      {
        name: 'displayName',
        type: 'string',
        multiValued: false,
        required: true,
        caseExact: false,
        mutability: 'readWrite',
      },
      {
        name: 'members',
        type: 'complex',
        multiValued: true,
        subAttributes: [{ name: 'value', required: true }, {}, {}, {}],
      },
    ]);
  });

  test('publishes canonical values for the types Entra ID maps', () => {
    expect(JSON.stringify(toSchemaResource(userSchema, BASE))).toContain('"canonicalValues":["work","home","other"]');
  });

  test('does not publish the password, which is not kept', () => {
    expect(JSON.stringify(toSchemaResource(userSchema, BASE))).not.toContain('password');
  });
});

test('toResourceTypeResource publishes the schema and its extensions (RFC 7643 §6)', () => {
  expect(toResourceTypeResource(userResourceType, BASE)).toEqual({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: 'User',
    name: 'User',
    endpoint: '/Users',
    description: 'A person.',
    schema: 'urn:ietf:params:scim:schemas:core:2.0:User',
    schemaExtensions: [{ schema: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User', required: false }],
    meta: { resourceType: 'ResourceType', location: `${BASE}/ResourceTypes/User` },
  });
});
