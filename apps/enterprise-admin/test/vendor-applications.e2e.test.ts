import { beforeAll, describe, expect, it } from 'vitest';
import { installationChain, type VendorApplicationId } from '#libs/persistence';
import { hashToken } from '#libs/tokens';
import { aCaller, auditLog, runningAdmin, type TestCaller } from './builders.js';

const PATH = '/vendor-applications';
const terms = { name: 'Example Cloud', redirectUris: ['https://app.example.com/callback'] };
const jwks = {
  keys: [
    {
      kty: 'EC',
      crv: 'P-256',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
  ],
};

let operator: TestCaller;
beforeAll(async () => {
  operator = await aCaller('operator');
});

async function hashesOf(id: string): Promise<readonly string[]> {
  const { database } = await runningAdmin();
  const row = await database.repositories.vendorApplications.find(id as VendorApplicationId);
  return row?.secrets.map(({ hash }) => hash) ?? [];
}

const hashOf = (secret: unknown) => hashToken(String(secret)).toString('base64url');

describe('an application of the vendor', () => {
  it('is made with a secret that is shown once and kept as a hash, and is read, changed and deleted', async () => {
    const { secret, ...made } = await operator.create(PATH, terms);
    expect(secret).toMatch(/^ptn_app_[\da-f]{72}$/);
    expect(await hashesOf(made.id)).toEqual([hashOf(secret)]);
    expect(made).toMatchObject({ ...terms, authentication: 'client_secret_basic', secrets: [{ expiresAt: null }] });
    expect((await operator.send('get', `${PATH}/${made.id}`).expect(200)).body).toEqual(made);

    const change = { initiateLoginUri: 'https://app.example.com/sign-in', name: 'Cloud' };
    const changed = await operator.send('patch', `${PATH}/${made.id}`, change).set('If-Match', '"1"').expect(200);
    expect(changed.body).toMatchObject({ ...terms, ...change, version: 2 });
    await operator.send('patch', `${PATH}/${made.id}`, terms).set('If-Match', '"1"').expect(412);
    await operator.send('delete', `${PATH}/${made.id}`).expect(204);
    await operator.send('get', `${PATH}/${made.id}`).expect(404);
    const log = JSON.stringify(await auditLog(installationChain));
    for (const action of ['created', 'updated', 'deleted']) expect(log).toContain(`vendor_application.${action}`);
    expect(log).not.toContain(String(secret));
  });

  it('gets a new secret beside the one before, for a while or not', async () => {
    const { id, secret: first } = await operator.create(PATH, terms);
    const { body } = await operator.send('post', `${PATH}/${id}/rotate-secret`, { overlapHours: 2 }).expect(200);
    expect(await hashesOf(id)).toEqual([body.secret, first].map(hashOf));
    const again = await operator.send('post', `${PATH}/${id}/rotate-secret`, { overlapHours: 0 }).expect(200);
    expect(await hashesOf(id)).toEqual([hashOf(again.body.secret)]);
  });

  it('has keys in place of a secret, or neither', async () => {
    const withKeys = await operator.create(PATH, { ...terms, authentication: 'private_key_jwt', jwks });
    expect(withKeys).toMatchObject({ jwks, secret: null, secrets: [] });
    const open = await operator.create(PATH, { ...terms, authentication: 'none' });
    expect(open).toMatchObject({ secret: null, secrets: [] });
    await operator.send('post', `${PATH}/${open.id}/rotate-secret`, {}).expect(400);
    await operator.send('post', PATH, { ...terms, authentication: 'private_key_jwt' }).expect(400);
  });

  it.each([
    ['a redirect URI that is no https', { redirectUris: ['http://app.example.com/callback'] }, '/redirectUris/0'],
    ['a redirect URI with a fragment', { redirectUris: ['https://app.example.com/#'] }, '/redirectUris/0'],
    ['no redirect URI', { redirectUris: [] }, '/redirectUris'],
    [
      'another scheme after signing out',
      { postLogoutRedirectUris: ['javascript:alert(1)'] },
      '/postLogoutRedirectUris/0',
    ],
    ['a logout URI with a private address', { backchannelLogoutUri: 'https://10.0.0.1/' }, '/backchannelLogoutUri'],
  ])('with %s is refused', async (_, wrong, pointer) => {
    const { body } = await operator.send('post', PATH, { ...terms, ...wrong }).expect(400);
    expect(body.errors[0].pointer).toMatch(new RegExp(`^${pointer.replace('/0', '')}`));
    const { id } = await operator.create(PATH, terms);
    await operator.send('patch', `${PATH}/${id}`, wrong).expect(400);
  });
});
