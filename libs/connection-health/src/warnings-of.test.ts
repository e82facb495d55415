import { defaultAttributeMapping, parseAttributeMapping } from '#libs/attribute-mapping';
import {
  blockingWarnings,
  type ConnectionFacts,
  healthOf,
  ssoFingerprint,
  warningCodes,
  warningsOf,
} from '#libs/connection-health';
import { idpProfileIds } from '#libs/idp-profiles';
import type { SamlSettings, SsoSettings, SsoTest } from '#libs/persistence';
import { describe, expect, it, test } from 'vitest';

// Valid in 2026; from December 2026 to the end of 2027; from February to the end of 2027.
const first = `-----BEGIN CERTIFICATE-----
MIIBKzCB0QIUZRO2hvqRDOjz4Z7UqYfjreF0JPQwCgYIKoZIzj0EAwIwGDEWMBQG
A1UEAwwNZmlyc3QuZXhhbXBsZTAeFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAw
MDBaMBgxFjAUBgNVBAMMDWZpcnN0LmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARaoFz8jRIfelGZce3G9+jPj0H5L4TBg/NHRvsgZU4oRiSVnSXdqRdu
hUT9ouybt1WrnNUDMrhRKj1C6lmUMb5wMAoGCCqGSM49BAMCA0kAMEYCIQDGqsvY
3QLz03jxzgOoKx8j81pRncjM6dhLTai6zUrBIQIhANx2YuMIcPJtBqVFdrJ3DIix
9mQ4TZ6GPTWTOR5yfMAU
-----END CERTIFICATE-----
`;
const second = `-----BEGIN CERTIFICATE-----
MIIBLDCB0wIUV0H0ncnJ2TXxqkY0XkNPo+1MX00wCgYIKoZIzj0EAwIwGTEXMBUG
A1UEAwwOc2Vjb25kLmV4YW1wbGUwHhcNMjYxMjAxMDAwMDAwWhcNMjgwMTAxMDAw
MDAwWjAZMRcwFQYDVQQDDA5zZWNvbmQuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABDRmw6mxkB/cwc+BA2u44CfrMpR4lBoBlyfxqfRCOCSfjGdz/iYP
/99vtvs12NVK7szd7k4GjIGjFvyo56OpAvswCgYIKoZIzj0EAwIDSAAwRQIhAJqB
DhxWWPyCqsUHQJf4xzEHJfkgk/eDjXzlUbxz9l2vAiBnitbw8FAfEJ5Aax/yErBd
7zmzDS1r7aKeO3GIYz2GpQ==
-----END CERTIFICATE-----
`;
const late = `-----BEGIN CERTIFICATE-----
MIIBKDCBzwIUCc4dJGSiHKb9zNYui+8Xyv7wbCcwCgYIKoZIzj0EAwIwFzEVMBMG
A1UEAwwMbGF0ZS5leGFtcGxlMB4XDTI3MDIwMTAwMDAwMFoXDTI4MDEwMTAwMDAw
MFowFzEVMBMGA1UEAwwMbGF0ZS5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0D
AQcDQgAEDf+E1fKwub0+a/0S2yrT4hdEKFYAA/zWVQMdkE2nkaZocbO6Qg226cdH
hwntJ6H4OynNXVYQsrBIVIJNJwYlMzAKBggqhkjOPQQDAgNIADBFAiEA5mzanTE1
tKQXpZ4SFfsOM9X4hA/WdHUAjEMZ+nZXet4CIB7boeqWBEpxmy0XtTKiD7RIzCFr
VD6ty2Lx/KB2aS0o
-----END CERTIFICATE-----
`;

const saml: SamlSettings = {
  protocol: 'saml',
  entityId: 'http://www.okta.com/exk1example',
  signOnUrl: 'https://acme.okta.com/app/postern/exk1/sso/saml',
  certificates: [first],
};
const oidc: SsoSettings = {
  protocol: 'oidc',
  issuer: 'https://acme.okta.com',
  clientId: 'client-1',
  clientAuthentication: 'private_key_jwt',
  sealedClientSecret: null,
};
const builtIn = { version: 0, mapping: defaultAttributeMapping, publishedAt: null };
const spring = new Date('2026-03-01T00:00:00.000Z');

/** A test that passed with the settings as they are. */
function passed(settings: SsoSettings, change: Partial<SsoTest> = {}): SsoTest {
  return {
    fingerprint: ssoFingerprint(settings, 0),
    testedAt: '2026-02-01T00:00:00.000Z',
    missing: [],
    person: {},
    ...change,
  };
}

/** A token with which all is well. */
const token: ConnectionFacts['tokens'][number] = {
  id: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11' as ConnectionFacts['tokens'][number]['id'],
  prefix: 'ptn_scim_4f6c2a',
  scopes: ['users:read', 'users:write'],
  created_at: '2026-01-10T00:00:00.000Z',
  expires_at: '2027-01-10T00:00:00.000Z',
  last_used_at: '2026-02-28T00:00:00.000Z',
  replaced_by: null,
};
const successorId = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a12' as typeof token.id;

const hold: ConnectionFacts['hold'] & {} = {
  id: '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a13' as (ConnectionFacts['hold'] & {})['id'],
  since: '2026-02-27T08:00:00.000Z',
  created_at: '2026-02-27T09:00:00.000Z',
  accounts: 6,
  of_accounts: 20,
  outcome: null,
};

interface Change extends Partial<Omit<ConnectionFacts, 'connection'>> {
  readonly connection?: Partial<ConnectionFacts['connection']>;
}

/** A connection with which all is well, but for what is said. */
function facts({ connection = {}, ...change }: Change = {}): ConnectionFacts {
  const settings = connection.sso_settings === undefined ? saml : connection.sso_settings;
  return {
    connection: {
      idp_profile: 'okta',
      provisioning_mode: 'deprovision_only',
      sso_settings: settings,
      sso_test: settings && passed(settings),
      mapping_version: 0,
      pending_revision: null,
      ...connection,
    },
    accepted: builtIn,
    latest: builtIn,
    tokens: [token],
    hasAdministrator: true,
    hold: undefined,
    raised: [],
    ...change,
  };
}

const codesOf = (change: Change, now = spring) => warningsOf(facts(change), now).map(({ code }) => code);
const only = (change: Change, now = spring) => {
  const warnings = warningsOf(facts(change), now);
  expect(warnings).toHaveLength(1);
  return warnings[0];
};

test('nothing is wrong with a connection that is set up, tested and in use', () => {
  expect(warningsOf(facts(), spring)).toEqual([]);
  expect(healthOf([])).toBe('ok');
});

describe('the sign-in test', () => {
  it.each<[string, Change['connection'], string, RegExp]>([
    ['a draft has no settings yet', { sso_settings: null }, 'SSO_TEST_STALE', /not set up/],
    ['no test came back', { sso_test: null }, 'SSO_TEST_STALE', /No sign-in was tested/],
    [
      'the settings changed',
      { sso_settings: { ...saml, signOnUrl: 'https://a.example' }, sso_test: passed(saml) },
      'SSO_TEST_STALE',
      /changed after/,
    ],
    ['the accepted mapping changed', { mapping_version: 2 }, 'SSO_TEST_STALE', /changed after/],
    ['an attribute is missing', { sso_test: passed(saml, { missing: ['email'] }) }, 'SSO_TEST_STALE', /lacked email/],
    [
      'the login is missing',
      { sso_test: passed(saml, { missing: ['email', 'login'] }) },
      'LOGIN_ATTRIBUTE_MISSING',
      /no login/,
    ],
  ])('%s', (_, connection = {}, code, message) => {
    expect(only({ connection })).toMatchObject({ code, severity: 'blocking', message: expect.stringMatching(message) });
  });
});

describe('certificates', () => {
  it.each([
    ['2026-10-02T23:59:59.999Z', [first], undefined],
    ['2026-10-03T00:00:00.000Z', [first], 90],
    ['2026-12-01T23:59:59.999Z', [first], 90],
    ['2026-12-02T00:00:00.000Z', [first], 30],
    ['2026-12-25T00:00:00.000Z', [first], 7],
    // One takes over from the other, in whatever order they stand.
    ['2026-12-31T00:00:00.000Z', [second, first], undefined],
    ['2026-11-15T00:00:00.000Z', [first, second], undefined],
    // A month lies between them.
    ['2026-12-31T00:00:00.000Z', [late, first], 7],
    ['2027-12-31T00:00:00.000Z', [first, second, late], 7],
  ])('at %s', (now, certificates, step) => {
    const found = warningsOf(
      facts({ connection: { sso_settings: { ...saml, certificates } }, tokens: [] }),
      new Date(now),
    );
    const expiring = found.filter(({ code }) => code === 'CERTIFICATE_EXPIRING').map(({ evidence }) => evidence);
    expect(expiring).toMatchObject(step === undefined ? [] : [{ step, subject: expect.stringMatching(/^CN=/) }]);
  });

  it('tell since when they expire', () => {
    expect(only({ tokens: [] }, new Date('2026-12-05T00:00:00.000Z'))).toMatchObject({
      code: 'CERTIFICATE_EXPIRING',
      severity: 'warning',
      since: '2026-12-02T00:00:00.000Z',
      evidence: { step: 30, subject: 'CN=first.example', validTo: '2027-01-01T00:00:00.000Z' },
      clickPath: expect.stringContaining('SAML Signing Certificates'),
    });
  });

  it.each([
    ['expired', [first], '2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['between two', [first, late], '2027-01-15T00:00:00.000Z', '2028-01-01T00:00:00.000Z'],
    ['not read', ['not a certificate'], '2026-03-01T00:00:00.000Z', null],
  ])('that are %s block', (_, certificates, now, since) => {
    const settings = { ...saml, certificates };
    expect(only({ connection: { sso_settings: settings }, tokens: [] }, new Date(now))).toMatchObject({
      code: 'CERTIFICATE_EXPIRED',
      severity: 'blocking',
      since,
    });
  });

  it('are none of an OpenID provider', () => {
    expect(codesOf({ connection: { sso_settings: oidc }, tokens: [] }, new Date('2029-01-01T00:00:00.000Z'))).toEqual(
      [],
    );
  });
});

describe('tokens', () => {
  it.each([
    ['2026-12-10T23:59:59.999Z', [token], []],
    ['2026-12-11T00:00:00.000Z', [token], [30]],
    ['2027-01-03T00:00:00.000Z', [token], [7]],
    ['2027-02-01T00:00:00.000Z', [token], [7]],
    // What expired does not matter beside one that works.
    ['2027-02-01T00:00:00.000Z', [token, { ...token, expires_at: '2027-12-01T00:00:00.000Z' }], []],
    ['2027-01-03T00:00:00.000Z', [token, { ...token, expires_at: '2027-01-20T00:00:00.000Z' }], [7, 30]],
    [
      '2027-01-03T00:00:00.000Z',
      [
        { ...token, replaced_by: successorId },
        { ...token, id: successorId, expires_at: '2028-01-01T00:00:00.000Z' },
      ],
      [],
    ],
    // Its successor was revoked.
    ['2027-01-03T00:00:00.000Z', [{ ...token, replaced_by: successorId }], [7]],
  ])('at %s', (now, tokens, steps) => {
    const found = warningsOf(facts({ connection: { sso_settings: oidc }, tokens }), new Date(now));
    const expiring = found.filter(({ code }) => code === 'TOKEN_EXPIRING');
    expect(expiring).toMatchObject(steps.length === 0 ? [] : [{ evidence: { tokens: steps.map(step => ({ step })) } }]);
  });

  it.each([
    ['2027-01-03T00:00:00.000Z', 'The token ptn_scim_4f6c2a… expires on 2027-01-10', '2027-01-03T00:00:00.000Z'],
    ['2027-01-11T00:00:00.000Z', 'The token ptn_scim_4f6c2a… expired on 2027-01-10', '2027-01-03T00:00:00.000Z'],
  ])('say when they expire, at %s', (now, message, since) => {
    expect(only({ connection: { sso_settings: oidc } }, new Date(now))).toMatchObject({
      code: 'TOKEN_EXPIRING',
      severity: 'warning',
      since,
      message: expect.stringContaining(message),
    });
  });

  it('of one connection are told about the first that expires', () => {
    const sooner = { ...token, prefix: 'ptn_scim_000000', expires_at: '2027-01-05T00:00:00.000Z' };
    expect(
      only({ connection: { sso_settings: oidc }, tokens: [token, sooner] }, new Date('2027-01-02T00:00:00.000Z')),
    ).toMatchObject({
      message: expect.stringContaining(sooner.prefix),
    });
  });

  it.each([
    ['deprovision_only', ['users:read', 'users:write'], []],
    ['deprovision_only', ['users:read'], ['users:write']],
    ['users', ['users:write'], ['users:read']],
    ['users_and_groups', ['users:read', 'users:write'], ['groups:read', 'groups:write']],
    ['users_and_groups', ['users:read', 'users:write', 'groups:read', 'groups:write'], []],
  ] as const)('for the mode %s with %j lack %j', (mode, scopes, missingScopes) => {
    const found = warningsOf(
      facts({ connection: { provisioning_mode: mode }, tokens: [{ ...token, scopes: [...scopes] }] }),
      spring,
    );
    expect(found).toMatchObject(
      missingScopes.length === 0
        ? []
        : [{ code: 'TOKEN_SCOPE_INSUFFICIENT', severity: 'warning', evidence: { tokens: [{ missingScopes }] } }],
    );
  });

  it('have enough scopes when one of them has', () => {
    expect(codesOf({ tokens: [{ ...token, scopes: [] }, token] })).toEqual([]);
  });

  it.each([
    ['2026-01-23T23:59:59.999Z', []],
    ['2026-01-24T00:00:00.000Z', [{ code: 'TOKEN_UNUSED', severity: 'info', since: '2026-01-24T00:00:00.000Z' }]],
  ])('are unused at %s', (now, found) => {
    expect(warningsOf(facts({ tokens: [{ ...token, last_used_at: null }] }), new Date(now))).toMatchObject(found);
  });
});

describe('the attribute mapping', () => {
  const { login, email } = defaultAttributeMapping.targets;
  const version = (targets: object, number = 1) => ({
    version: number,
    mapping: parseAttributeMapping({ targets: { ...defaultAttributeMapping.targets, ...targets } }),
    publishedAt: '2026-02-20T00:00:00.000Z',
  });
  const department = {
    required: true,
    sources: {
      saml: [{ attribute: 'department' }],
      oidc: [{ claim: 'department' }],
      scim: [{ path: { attribute: 'department' } }],
    },
  };
  const withDepartment = version({ department });
  const withoutMail = version({
    email: { ...email, profiles: { ...email?.profiles, okta: { saml: [{ attribute: 'mail' }] } } },
  });
  const kim = { nameId: 'kim', attributes: [{ name: 'email', values: ['kim@example.com'] }] };

  it('that asks for something new blocks, and says what to do', () => {
    const warning = only({ latest: withDepartment });
    expect(warning).toMatchObject({
      code: 'MAPPING_OUTDATED',
      severity: 'blocking',
      since: '2026-02-20T00:00:00.000Z',
      clickPath: 'Connection › Attribute mapping › Preview and accept',
      evidence: {
        acceptedVersion: 0,
        latestVersion: 1,
        changes: [
          {
            text: '"department" is new, and required.',
            instruction: expect.stringMatching(/"Attribute Statements".*"To App"/),
            isBlocking: true,
          },
        ],
      },
    });
    expect(blockingWarnings([warning!])).toEqual([warning]);
    expect(healthOf([warning!])).toBe('blocked');
  });

  it.each<[string, Change['connection'], ConnectionFacts['latest'], string]>([
    ['says the same', {}, version({}), 'info'],
    ['reads one more source', {}, version({ login: { ...login, profiles: {} } }), 'info'],
    ['reads a source less, and nobody knows who used it', {}, withoutMail, 'blocking'],
    [
      'reads a source less, which filled an account',
      { sso_test: passed(saml, { person: kim }) },
      withoutMail,
      'blocking',
    ],
    [
      'reads a source less, which filled none',
      { sso_test: passed(saml, { person: { nameId: 'kim' } }) },
      withoutMail,
      'info',
    ],
    [
      'reads a source less, and attributes alone came',
      { sso_test: passed(saml, { person: { attributes: [] } }) },
      withoutMail,
      'info',
    ],
    [
      'is another for the other protocol alone',
      { sso_settings: oidc, sso_test: passed(oidc, { person: { claims: {} } }) },
      withoutMail,
      'info',
    ],
  ])('that %s', (_, connection = {}, latest, severity) => {
    expect(only({ connection, latest })).toMatchObject({ code: 'MAPPING_OUTDATED', severity });
    expect(healthOf(warningsOf(facts({ connection, latest }), spring))).toBe(severity === 'info' ? 'ok' : 'blocked');
  });

  it('that a draft has not accepted is looked at for every protocol', () => {
    expect(codesOf({ connection: { sso_settings: null, sso_test: null }, latest: withoutMail })).toEqual([
      'MAPPING_OUTDATED',
      'SSO_TEST_STALE',
    ]);
  });

  it('that is accepted in a pending revision waits for its test', () => {
    const pending = { settings: saml, mappingVersion: 1, createdAt: '2026-02-21T00:00:00.000Z' };
    expect(only({ connection: { pending_revision: pending }, latest: withDepartment })).toMatchObject({
      severity: 'blocking',
      message: expect.stringContaining('pending revision'),
    });
  });
});

test('an enterprise that nobody administrates without single sign-on has a warning', () => {
  const warning = only({ hasAdministrator: false });
  expect(warning).toMatchObject({ code: 'NO_BREAK_GLASS', severity: 'warning', since: null });
  expect(healthOf([warning!])).toBe('warning');
});

test.each<[ConnectionFacts['hold'] & {}, RegExp]>([
  [hold, /6 of 20 accounts lost access.*Restore them/],
  [{ ...hold, outcome: 'restored' }, /is getting it\.$/],
])('an enterprise with a hold has a warning', (open, message) => {
  expect(only({ hold: open })).toMatchObject({
    code: 'PROVISIONING_HOLD',
    severity: 'warning',
    since: open.created_at,
    message: expect.stringMatching(message),
    evidence: { holdId: open.id, since: open.since, accounts: 6, ofAccounts: 20 },
  });
});

test.each(Object.entries(warningCodes))('%s is raised by something seen, or computed', (code, { isSeen, severity }) => {
  const evidence = { requestId: '0c2a7f0e' };
  const created_at = '2026-02-27T00:00:00.000Z';
  expect(warningsOf(facts({ raised: [{ code, evidence, created_at }] }), spring)).toMatchObject(
    isSeen ? [{ code, severity, since: created_at, evidence }] : [],
  );
});

test('a raised code that is not known is passed over', () => {
  expect(codesOf({ raised: [{ code: 'MOON_FULL', evidence: {}, created_at: '2026-02-27T00:00:00.000Z' }] })).toEqual(
    [],
  );
});

test.each([...idpProfileIds, 'shibboleth'])(
  'the worst comes first, and each has its click path under %s',
  idp_profile => {
    const raised = Object.keys(warningCodes).map(code => ({
      code,
      evidence: {},
      created_at: '2026-02-27T00:00:00.000Z',
    }));
    const tokens = [{ ...token, last_used_at: null, scopes: [] }];
    const warnings = warningsOf(
      facts({ connection: { idp_profile, sso_test: null }, tokens, hasAdministrator: false, hold, raised }),
      spring,
    );
    expect(warnings.map(({ severity }) => severity)).toEqual([
      ...Array<string>(2).fill('blocking'),
      ...Array<string>(9).fill('warning'),
      'info',
    ]);
    for (const { clickPath, message } of warnings) {
      expect(clickPath).toMatch(/ › /);
      expect(message).toMatch(/^[A-Z].*\.$/);
    }
  },
);
