import { describe, expect, it } from 'vitest';
import { loginMend, type MismatchedSignIn } from './login-mend.js';

const SOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const received = {
  NameID: ['kim@example.onmicrosoft.com'],
  [`${SOAP}name`]: ['kim@example.onmicrosoft.com'],
  [`${SOAP}emailaddress`]: ['Kim.Lee@example.com'],
};
const signIn: MismatchedSignIn = {
  idpProfile: 'entra-id',
  received,
  source: { attribute: `${SOAP}name` },
  login: 'kim@example.onmicrosoft.com',
  userName: 'kim.lee@example.com',
};

describe('under Entra ID', () => {
  it.each<[string, Partial<MismatchedSignIn>, string | null, string | null]>([
    ['a claim', {}, 'userPrincipalName', 'mail'],
    ['the NameID, which another claim equals', { source: { nameId: true } }, 'userPrincipalName', 'mail'],
    ['the NameID, which no claim equals', { source: { nameId: true }, login: 'k1001' }, null, 'mail'],
    ['a claim of OpenID Connect', { source: { claim: 'email' }, received: { email: 'a@example.com' } }, 'mail', null],
    ['what nobody knows', { source: { attribute: 'login' }, received: null }, null, null],
  ])('of a login from %s', (_, given, userNameSource, loginSource) => {
    expect(loginMend({ ...signIn, ...given })).toMatchObject({ userNameSource, loginSource });
  });

  it('both ways to mend it are told, and nothing of the person', () => {
    expect(loginMend(signIn).instruction).toBe(
      `Open "Provisioning", "Mappings", "Provision Microsoft Entra ID Users", and map userPrincipalName to userName, because the login is filled from it. Or open "Single sign-on", "Attributes & Claims", and choose user.mail as the source attribute of ${SOAP}name.`,
    );
    expect(loginMend({ ...signIn, userName: 'k1001' }).instruction).not.toMatch(/Or open|k1001/);
  });
});

it('under others the field is named that fills the login', () => {
  expect(loginMend({ ...signIn, idpProfile: 'okta', source: { nameId: true } })).toEqual({
    userNameSource: null,
    loginSource: null,
    instruction: 'The login is filled from NameID: have "userName" filled from the same field.',
  });
});
