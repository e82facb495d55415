import { describe, expect, it } from 'vitest';
import { aTestedConnection, anEnterprise, runningAdmin } from './builders.js';

type Field = {
  readonly label: string;
  readonly kind: string;
  readonly value: string | null;
  readonly isScimToken: boolean;
};
type Step = { readonly fields: readonly Field[] };

async function guideOf(idpProfile: string, person: object = {}, mode = 'users') {
  const enterprise = await anEnterprise();
  const key = await aTestedConnection(enterprise.id, idpProfile);
  const { database } = await runningAdmin();
  const row = await database.repositories.connections.find(key);
  await database.repositories.connections.update(key, { ssoTest: { ...row!.sso_test!, person } });
  await database.orm.em
    .fork()
    .execute('update connections set provisioning_mode = ? where id = ?', [mode, key.connectionId]);
  const path = `${enterprise.path}/connections/${key.connectionId}`;
  const { body } = await enterprise.administrator.send('get', `${path}/setup-guide`).expect(200);
  const connection = (await enterprise.administrator.send('get', path).expect(200)).body;
  const field = (part: 'saml' | 'oidc' | 'provisioning', label: string) =>
    (body[part] as Step[]).flatMap(({ fields }) => fields).find(candidate => candidate.label === label);
  return { path, connection, field, name: body.idpName };
}

describe('the guide of a connection', () => {
  it('has its values by the words of the console', async () => {
    const { connection, field, name } = await guideOf('okta');
    expect(name).toBe('Okta');
    expect(field('saml', 'Single sign-on URL')).toMatchObject({
      kind: 'copy',
      value: connection.serviceProvider.acsUrl,
    });
    expect(field('oidc', 'Sign-in redirect URIs')?.value).toBe(connection.serviceProvider.oidcRedirectUri);
    expect(field('provisioning', 'SCIM connector base URL')?.value).toBe(connection.scimBaseUrl);
    expect(field('provisioning', 'Authorization')).toMatchObject({ value: null, isScimToken: true });
  });

  it('has the base URL of Entra ID with its flag, and that of JumpCloud without a slash at the end', async () => {
    const entra = await guideOf('entra-id');
    expect(entra.field('provisioning', 'Tenant URL')?.value).toBe(`${entra.connection.scimBaseUrl}?aadOptscim062020`);
    const jumpcloud = await guideOf('jumpcloud');
    expect(jumpcloud.field('provisioning', 'Base URL')?.value).toMatch(/\/v2$/);
  });

  it('has userName come from what the login of the last sign-in came from', async () => {
    const attribute = (name: string, value: string) => ({
      name: `http://schemas.xmlsoap.org/ws/2005/05/identity/claims/${name}`,
      values: [value],
    });
    const attributes = [attribute('name', 'ava@example.com'), attribute('emailaddress', 'ava@example.com')];
    const mail = await guideOf('entra-id', { nameId: 'ava@example.onmicrosoft.com', attributes });
    expect(mail.field('provisioning', 'userName › Source attribute')?.value).toBe('mail');
    const principalName = await guideOf('entra-id', { nameId: 'ava@example.com', attributes });
    expect(principalName.field('provisioning', 'userName › Source attribute')?.value).toBe('userPrincipalName');
  });

  it('has groups switched on in the mode that has them alone', async () => {
    expect((await guideOf('okta')).field('provisioning', 'Push Groups')?.kind).toBe('untick');
    expect((await guideOf('okta', {}, 'users_and_groups')).field('provisioning', 'Push Groups')?.kind).toBe('tick');
  });

  it('is not there for another enterprise', async () => {
    const { path } = await guideOf('okta');
    const { administrator } = await anEnterprise();
    await administrator.send('get', `${path}/setup-guide`).expect(404);
  });
});
