import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, type TestConnection } from './builders.js';

let connection: TestConnection;
beforeAll(async () => {
  connection = await aConnection();
});

describe('discovery (RFC 7644 §4)', () => {
  it('ServiceProviderConfig says what is supported and nothing more', async () => {
    const { body } = await connection.send('get', '/ServiceProviderConfig').expect(200);
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 1_048_576 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      pagination: { cursor: true, index: true, defaultPaginationMethod: 'index', maxPageSize: 200 },
      authenticationSchemes: [{ type: 'oauthbearertoken' }, { type: 'oauth2' }],
    });
  });

  it.each([
    ['/ResourceTypes', ['User', 'Group']],
    ['/ResourceTypes?startIndex=2&count=1', ['User', 'Group']],
    [
      '/Schemas',
      [
        'urn:ietf:params:scim:schemas:core:2.0:User',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
        'urn:ietf:params:scim:schemas:core:2.0:Group',
      ],
    ],
  ])('%s lists everything, without paging', async (path, ids) => {
    const { body } = await connection.send('get', path).expect(200);
    expect(body).toMatchObject({ totalResults: ids.length, itemsPerPage: ids.length, startIndex: 1 });
    expect(body.Resources.map(({ id, name }: { id?: string; name: string }) => id ?? name)).toEqual(ids);
  });

  it.each(['/ResourceTypes/User', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User'])(
    '%s is one document, at the location it names',
    async path => {
      const { body } = await connection.send('get', path).expect(200);
      expect(body.meta.location).toBe(connection.baseUrl + path);
    },
  );

  it('the groups of a connection without any are an empty list, never 404', async () => {
    const probe = '/Groups?excludedAttributes=members&filter=displayName+eq+%22no+such+group%22';
    for (const path of ['/Groups', '/Groups?startIndex=1&count=100', probe]) {
      expect((await connection.send('get', path).expect(200)).body).toMatchObject({ totalResults: 0, Resources: [] });
    }
    await connection.send('get', '/Groups/00000000-0000-4000-8000-000000000000').expect(404);
    await connection.send('get', '/Groups?filter=displayName').expect(400);
  });
});
