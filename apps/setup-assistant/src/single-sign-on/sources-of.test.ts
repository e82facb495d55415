import { expect, it } from 'vitest';
import { rowsOf } from './sources-of.js';

const mapping = {
  targets: {
    login: {
      required: true,
      sources: { saml: [{ attribute: 'login' }, { nameId: true }], oidc: [{ claim: 'email' }] },
      profiles: { okta: { saml: [{ nameId: true }] } },
    },
    name: {
      required: false,
      sources: { saml: [{ join: [{ attribute: 'first' }, { attribute: 'last' }] }] },
      profiles: {},
    },
  },
};

it('has the sources of a protocol as people read them', () => {
  expect(rowsOf(mapping, 'saml', 'generic')).toEqual([
    { target: 'login', isRequired: true, sources: ['login', 'NameID'] },
    { target: 'name', isRequired: false, sources: ['first + last'] },
  ]);
  expect(rowsOf(mapping, 'oidc', 'okta')[0]?.sources).toEqual(['email']);
});

it('has those of an identity provider in place of the others', () => {
  expect(rowsOf(mapping, 'saml', 'okta')[0]?.sources).toEqual(['NameID']);
});
