import { expect, it } from 'vitest';
import { ssoFingerprint } from '#libs/connection-health';
import { newId, type SignInAttemptId } from '#libs/persistence';
import { SignIns, SignInTrace } from '#libs/sign-in';
import { aPerson, client, query, TestSignIns } from './builders.js';

/** Signs Kim in by another connection of the same enterprise, whose identity provider has another entity ID. */
async function secondConnection({ connection: { enterpriseId }, database }: TestSignIns) {
  const { enterprises, connections } = database.repositories;
  const terms = { name: 'Contractors', idpProfile: 'okta', state: 'enabled', provisioningMode: 'users' } as const;
  const { connectionId } = await enterprises.insertConnection(enterpriseId, terms);
  const connection = { enterpriseId, connectionId };
  const entityId = 'https://other-idp.example.com';
  const settings = { protocol: 'saml', entityId, signOnUrl: `${entityId}/sso`, certificates: [] } as const;
  await connections.update(connection, { ssoSettings: settings });
  const answered = { connection, protocol: 'saml', fingerprint: ssoFingerprint(settings, 0) } as const;
  return () => {
    const flow = { connection, purpose: 'sign_in', protocol: 'saml', attemptId: newId<SignInAttemptId>() } as const;
    const person = aPerson({ subject: 'p2', subjectIssuer: `${entityId}\n` });
    return new SignIns(database).complete(answered, person, SignInTrace.of(flow, client));
  };
}

it('an account that one identity provider signs in is claimed by no other of the enterprise, until its connection is gone', async () => {
  const idp = await TestSignIns.make();
  const { accountId } = await idp.signIn();
  const signIn = await secondConnection(idp);
  await expect(signIn()).rejects.toMatchObject({ code: 'login_of_another' });
  expect(await idp.liveSessions()).toHaveLength(1);
  await query("update connections set state = 'deleted' where id = ?", [idp.connection.connectionId]);
  await expect(signIn()).resolves.toMatchObject({ accountId });
});
