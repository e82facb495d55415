import { describe, expect, it } from 'vitest';
import type { ConnectionId } from '#libs/persistence';
import { aCaller, anEnterprise, runningAdmin } from './builders.js';
import { expiredCertificate, validCertificate } from './certificates.js';

async function aConnection() {
  const enterprise = await anEnterprise();
  const { id, administrator, path } = enterprise;
  const connection = await administrator.create(`${path}/connections`, { name: 'Entra', idpProfile: 'entra-id' });
  const { database } = await runningAdmin();
  return {
    ...enterprise,
    key: { enterpriseId: id, connectionId: connection.id as ConnectionId },
    list: `${path}/connections/${connection.id}/warnings`,
    raisedWarnings: database.repositories.raisedWarnings,
    execute: (sql: string, values: unknown[]) => database.orm.em.fork().execute(sql, values),
  };
}

const saml = (certificate: string) => ({
  protocol: 'saml',
  entityId: 'https://sts.windows.net/8f0f1d5e/',
  signOnUrl: 'https://login.microsoftonline.com/8f0f1d5e/saml2',
  certificates: [certificate],
});

describe('the warnings of a connection', () => {
  it('say of a draft that single sign-on is to be set up', async () => {
    const { administrator, list } = await aConnection();
    const { body } = await administrator.send('get', list).expect(200);
    expect(body).toEqual({
      health: 'blocked',
      items: [
        {
          code: 'SSO_TEST_STALE',
          severity: 'blocking',
          since: null,
          message: expect.stringContaining('not set up'),
          clickPath: 'Connection › Single sign-on › Test sign-in',
          evidence: { testedAt: null, missing: [] },
        },
      ],
    });
  });

  it('are computed from settings, tokens and keys', async () => {
    const { id, key, list, execute } = await aConnection();
    const operator = await aCaller('operator');
    const settings = (certificate: string) => JSON.stringify(saml(certificate));
    const where = 'where enterprise_id = ? and id = ?';
    const values = [key.enterpriseId, key.connectionId];
    await execute(`update connections set sso_settings = ?, provisioning_mode = 'users_and_groups' ${where}`, [
      settings(expiredCertificate),
      ...values,
    ]);
    await execute(
      `insert into scim_tokens (enterprise_id, connection_id, id, prefix, hash, scopes, created_at, expires_at)
       values (?, ?, uuidv7(), 'ptn_scim_000000', 'x', '{users:read,users:write}', now() - interval '15 days', now() + interval '6 days')`,
      values,
    );
    await execute('update api_keys set revoked_at = now() where enterprise_id = ?', [id]);
    const codes = async () => {
      const { body } = await operator.send('get', list).expect(200);
      return [body.health, ...body.items.map(({ code }: { code: string }) => code)];
    };
    const ofTokensAndKeys = ['TOKEN_EXPIRING', 'TOKEN_SCOPE_INSUFFICIENT', 'NO_BREAK_GLASS', 'TOKEN_UNUSED'];
    expect(await codes()).toEqual(['blocked', 'SSO_TEST_STALE', 'CERTIFICATE_EXPIRED', ...ofTokensAndKeys]);
    await execute(`update connections set sso_settings = ? ${where}`, [settings(validCertificate), ...values]);
    expect(await codes()).toEqual(['blocked', 'SSO_TEST_STALE', ...ofTokensAndKeys]);
    await execute('update scim_tokens set revoked_at = now() where enterprise_id = ?', [id]);
    expect(await codes()).toEqual(['blocked', 'SSO_TEST_STALE', 'NO_BREAK_GLASS']);
  });

  it('are raised by what was seen, keep their first moment, and are cleared', async () => {
    const { administrator, key, list, raisedWarnings } = await aConnection();
    const seen = async () => {
      const { body } = await administrator.send('get', list).expect(200);
      return body.items.filter(({ code }: { code: string }) => code === 'ENTRA_FLAG_MISSING');
    };
    await raisedWarnings.raise(key, 'ENTRA_FLAG_MISSING', { requestId: 'a' });
    const [first] = await seen();
    expect(first).toMatchObject({ severity: 'warning', clickPath: expect.stringContaining('Tenant URL') });
    await raisedWarnings.raise(key, 'ENTRA_FLAG_MISSING', { requestId: 'b' });
    expect(await seen()).toEqual([{ ...first, evidence: { requestId: 'b' } }]);
    await raisedWarnings.clear(key, 'ENTRA_FLAG_MISSING');
    expect(await seen()).toEqual([]);
  });

  it('show support nothing that was seen of people', async () => {
    const { id, key, list, raisedWarnings } = await aConnection();
    await raisedWarnings.raise(key, 'LOGIN_MISMATCH', { login: 'ava@example.com', userName: 'ava' });
    const evidenceFor = async (role: 'auditor' | 'support') => {
      const { body } = await (await aCaller(role, id)).send('get', list).expect(200);
      return body.items.map(({ code, evidence }: { code: string; evidence: unknown }) => [code, evidence]);
    };
    const computed = ['SSO_TEST_STALE', expect.any(Object)];
    expect(await evidenceFor('auditor')).toEqual([
      computed,
      ['LOGIN_MISMATCH', expect.objectContaining({ userName: 'ava' })],
    ]);
    expect(await evidenceFor('support')).toEqual([computed, ['LOGIN_MISMATCH', null]]);
  });
});
