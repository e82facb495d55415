import { beforeAll, describe, expect, it } from 'vitest';
import { aConnection, aUser, type TestConnection } from './builders.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const documents = ['/ServiceProviderConfig', '/ResourceTypes', '/ResourceTypes/Group', '/Schemas', `/Schemas/${USER}`];

let connection: TestConnection;
beforeAll(async () => {
  connection = await aConnection();
});

describe('discovery (RFC 7644 §4)', () => {
  it.each(documents)('of %s needs the token, any scope of it will do', async path => {
    await connection.sendBare('get', path).expect(401);
    const reader = await aConnection({ scopes: ['groups:read'] });
    await reader.send('get', path).expect(200);
  });

  it.each(documents)('of %s is GET only: 405 to everything else', async path => {
    for (const method of ['post', 'put', 'patch', 'delete'] as const) {
      const { headers, body } = await connection.send(method, path, {}).expect(405);
      expect([headers['allow'], body.status]).toEqual(['GET', '405']);
    }
  });

  it.each(['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'])('of %s refuses a filter with 403', async path => {
    for (const query of ['?filter=id%20pr', '?startIndex=1&filter='])
      expect((await connection.send('get', path + query).expect(403)).body).toMatchObject({ status: '403' });
  });

  it.each(['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'])(
    'of %s ignores order, paging and what it does not know',
    async path => {
      const { body } = await connection.send('get', path).expect(200);
      for (const query of ['?sortBy=name&sortOrder=descending', '?startIndex=2&count=1', '?foo=bar&aadOptscim062020'])
        expect((await connection.send('get', path + query).expect(200)).body).toEqual(body);
    },
  );

  it('lists no message schema, and every schema that a resource type names', async () => {
    const { body: schemas } = await connection.send('get', '/Schemas').expect(200);
    const urns = schemas.Resources.map(({ id }: { id: string }) => id);
    expect(urns.join(' ')).not.toContain('urn:ietf:params:scim:api:messages');
    const { body: types } = await connection.send('get', '/ResourceTypes').expect(200);
    for (const { name, endpoint, schema, schemaExtensions, meta } of types.Resources) {
      expect(endpoint).toBe(`/${name}s`);
      await connection.send('get', endpoint).expect(200);
      for (const urn of [schema, ...schemaExtensions.map((extension: { schema: string }) => extension.schema)])
        expect(urns).toContain(urn);
      expect(meta.location).toBe(`${connection.baseUrl}/ResourceTypes/${name}`);
    }
  });

  it('says of each attribute what it is, down to sub-attributes (RFC 7643 §7)', async () => {
    const { body } = await connection.send('get', '/Schemas').expect(200);
    const characteristics = ['name', 'type', 'multiValued', 'description', 'required', 'mutability', 'returned'];
    const attributes = body.Resources.flatMap((schema: { attributes: { subAttributes?: object[] }[] }) =>
      schema.attributes.flatMap(attribute => [attribute, ...(attribute.subAttributes ?? [])]),
    );
    expect(attributes.length).toBeGreaterThan(80);
    for (const attribute of attributes)
      expect(attribute).toMatchObject(Object.fromEntries(characteristics.map(name => [name, expect.anything()])));
  });

  it('publishes what is served and nothing else: no events, roles or delta queries', async () => {
    const { body } = await connection.send('get', '/ServiceProviderConfig').expect(200);
    expect(Object.keys(body).toSorted()).toEqual([
      'authenticationSchemes',
      'bulk',
      'changePassword',
      'etag',
      'filter',
      'meta',
      'pagination',
      'patch',
      'schemas',
      'sort',
    ]);
    for (const path of ['/Roles', '/Entitlements', '/Devices', '/Users/.deltaToken', '/Users/.delta'])
      expect((await connection.send('get', path).expect(404)).body).toMatchObject({ status: '404' });
  });

  it('a wish for an asynchronous answer is not granted (RFC 7240 §2)', async () => {
    const { headers, body } = await connection
      .send('post', '/Users', aUser())
      .set('Prefer', 'respond-async')
      .expect(201);
    expect(body.id).toBeTruthy();
    expect(headers).not.toHaveProperty('preference-applied');
  });
});

describe('the version in the URL (RFC 7644 §3.13)', () => {
  it.each(['v1', 'v2.1', 'V3', 'v20'])('%s is 400 invalidVers', async version => {
    const origin = connection.baseUrl.replace(/\/v2$/, '');
    for (const path of ['', '/Users', '/Users?filter=id%20pr']) {
      const answer = await fetch(`${origin}/${version}${path}`, {
        headers: { Authorization: `Bearer ${connection.token}` },
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ status: '400', scimType: 'invalidVers' });
    }
  });

  it('is not left out: the base URL of a connection has it', async () => {
    const answer = await fetch(`${connection.baseUrl.replace(/\/v2$/, '')}/Users`, {
      headers: { Authorization: `Bearer ${connection.token}` },
    });
    expect([answer.status, await answer.json()]).toMatchObject([404, { detail: expect.stringContaining('/v2') }]);
  });
});

it('a filter on one resource is a parameter that is not known, and ignored (RFC 7644 §3.4.2.1)', async () => {
  const user = await connection.create('Users', aUser());
  for (const query of ['?filter=userName%20eq%20%22nobody%22', '?filter=garbage('])
    expect((await connection.send('get', `/Users/${user.id}${query}`).expect(200)).body).toEqual(user);
});
