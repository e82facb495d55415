import { expect, it } from 'vitest';
import { entraPrincipalNameOf, entraUserNameSource } from './entra-user-name-source.js';

const UPN = 'ava@example.onmicrosoft.com';
const MAIL = 'ava.lind@example.com';

it.each([
  ['nobody has signed in', { login: null, email: null }, null, 'userPrincipalName'],
  ['the login is the principal name', { login: UPN.toUpperCase(), email: MAIL }, UPN, 'userPrincipalName'],
  ['the principal name is the address, too', { login: MAIL, email: MAIL }, MAIL, 'userPrincipalName'],
  ['the principal name did not come', { login: MAIL, email: MAIL }, null, 'userPrincipalName'],
  ['the login is the address', { login: MAIL, email: MAIL }, UPN, 'mail'],
  ['the login is neither', { login: 'other@example.com', email: MAIL }, UPN, 'userPrincipalName'],
  ['the login is no address', { login: 'alind', email: MAIL }, UPN, 'onPremisesSamAccountName'],
])('when %s', (_, signIn, principalName, source) => {
  expect(entraUserNameSource(signIn, principalName)).toBe(source);
});

it.each([
  ['nothing', undefined, null],
  ['a NameID', { NameID: [UPN], email: [MAIL] }, UPN],
  ['a NameID that is no address', { NameID: ['x7Qf'] }, null],
  [
    'a claim of its own, which goes before the NameID',
    { NameID: [MAIL], 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': [UPN] },
    UPN,
  ],
  ['OpenID Connect', { preferred_username: UPN, email: MAIL }, UPN],
])('the principal name in %s', (_, received, principalName) => {
  expect(entraPrincipalNameOf(received)).toBe(principalName);
});
