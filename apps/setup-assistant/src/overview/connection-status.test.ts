import { describe, expect, it } from 'vitest';
import type { Connection } from '../api/connection.js';
import { provisioningStatusOf, ssoStatusOf, type TokenUse } from './connection-status.js';

type Sso = Connection['sso'];

const test = { testedAt: '2027-01-01T00:00:00Z', isCurrent: true, passed: true, missing: [], account: null };
const saml = {
  protocol: 'saml',
  entityId: 'https://idp.example.com',
  signOnUrl: 'https://idp.example.com/sso',
  signOnBinding: 'HTTP-Redirect',
  singleLogoutUrl: null,
  clockSkewSeconds: 60,
  allowsIdpInitiated: false,
  metadataUrl: null,
  certificates: [],
  fingerprint: '',
} satisfies Partial<Sso>;

describe('single sign-on', () => {
  it.each<[string, Sso]>([
    ['absent', null],
    ['untested', { ...saml, test: null }],
    ['stale', { ...saml, test: { ...test, isCurrent: false } }],
    ['lacking', { ...saml, test: { ...test, passed: false, missing: ['login'] } }],
    ['passed', { ...saml, test }],
  ])('is %s', (status, sso) => {
    expect(ssoStatusOf({ sso })).toBe(status);
  });
});

describe('provisioning', () => {
  const sso = { ...saml, test };
  const token = (status: string, isSeenInUse: boolean) => ({ status, isSeenInUse });

  it.each<[string, Sso, boolean, readonly TokenUse[] | undefined]>([
    ['early without single sign-on, whatever there is', null, true, [token('active', true)]],
    ['blocked by single sign-on', sso, true, [token('active', true)]],
    ['absent without a token', sso, false, []],
    ['absent where tokens may not be seen', sso, false, undefined],
    ['absent with none but revoked ones', sso, false, [token('revoked', true)]],
    ['waiting for the first use of a token', sso, false, [token('active', false)]],
    ['running with a token that is used', sso, false, [token('active', false), token('retiring', true)]],
  ])('is %s', (title, at, isBlocked, tokens) => {
    expect(title.split(' ')).toContain(provisioningStatusOf({ sso: at }, { isBlocked }, tokens));
  });
});
