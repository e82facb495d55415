import { expect, it } from 'vitest';
import { type AdminClient, createAdminClient } from '../client/create-admin-client.js';
import { aCaller, aKey, runningAdmin } from './builders.js';
import { validCertificate } from './certificates.js';

async function aClient(apiKey: string | undefined): Promise<AdminClient> {
  const { origin } = await runningAdmin();
  return createAdminClient({ baseUrl: `${origin}/api`, apiKey: apiKey ?? '' });
}

/** What was answered; fails with the problem when it was one. */
function dataOf<Data>({ data, error }: { readonly data?: Data; readonly error?: unknown }): NonNullable<Data> {
  if (!data) throw new Error(JSON.stringify(error));
  return data;
}

it.each(['okta', 'entra-id', 'jumpcloud', 'generic'] as const)(
  'an administrator connects an enterprise to %s with the generated client, and leaves again',
  async idpProfile => {
    const operator = await aClient((await aCaller('operator')).apiKey);
    const key = aKey();
    const enterprise = dataOf(await operator.POST('/v1/enterprises', { body: { key, name: 'Acme' } }));
    const path = { enterpriseId: enterprise.id };
    const { secret } = dataOf(
      await operator.POST('/v1/enterprises/{enterpriseId}/api-keys', {
        params: { path },
        body: { name: 'First administrator', role: 'enterprise_admin' },
      }),
    );
    const client = await aClient(secret);
    dataOf(
      await client.POST('/v1/enterprises/{enterpriseId}/organizations', {
        params: { path },
        body: { key: 'research', name: 'Research' },
      }),
    );
    const connection = dataOf(
      await client.POST('/v1/enterprises/{enterpriseId}/connections', {
        params: { path },
        body: { name: 'Connection', idpProfile },
      }),
    );
    const params = { path: { ...path, connectionId: connection.id } };
    const tooEarly = await client.POST('/v1/enterprises/{enterpriseId}/connections/{connectionId}/enable', {
      params,
      body: {},
    });
    expect(tooEarly.error).toMatchObject({ code: 'transition_refused', guard: 'state' });
    const configured = dataOf(
      await client.PUT('/v1/enterprises/{enterpriseId}/connections/{connectionId}/sso-settings', {
        params,
        body: {
          protocol: 'saml',
          entityId: 'https://idp.example/entity',
          signOnUrl: 'https://idp.example/sso',
          certificates: [validCertificate],
        },
      }),
    );
    dataOf(
      await operator.POST('/v1/enterprises/{enterpriseId}/connections/{connectionId}/sso-test-results', {
        params,
        body: { fingerprint: configured.sso?.fingerprint ?? '', nameId: 'ava@example.com' },
      }),
    );
    const token = dataOf(
      await client.POST('/v1/enterprises/{enterpriseId}/connections/{connectionId}/scim-tokens', { params, body: {} }),
    );
    const preview = dataOf(
      await client.POST('/v1/enterprises/{enterpriseId}/connections/{connectionId}/impact-previews', {
        params,
        body: { purpose: { kind: 'enable' } },
      }),
    );
    const enabled = dataOf(
      await client.POST('/v1/enterprises/{enterpriseId}/connections/{connectionId}/enable', {
        params,
        body: { previewId: preview.id },
      }),
    );
    expect(enabled.state).toBe('enabled');
    await client.DELETE('/v1/enterprises/{enterpriseId}/connections/{connectionId}/scim-tokens/{scimTokenId}', {
      params: { path: { ...params.path, scimTokenId: token.id } },
    });
    dataOf(await client.POST('/v1/enterprises/{enterpriseId}/connections/{connectionId}/disable', { params }));
    const gone = await client.DELETE('/v1/enterprises/{enterpriseId}/connections/{connectionId}', {
      params: { ...params, query: { enterpriseKey: key } },
    });
    expect(gone.response.status).toBe(204);
    const log = dataOf(await client.GET('/v1/enterprises/{enterpriseId}/audit-events', { params: { path } }));
    expect(log.items.map(({ action }) => action).toReversed()).toEqual([
      'enterprise.created',
      'api_key.created',
      'organization.created',
      'connection.created',
      'connection.configured',
      'connection.tested',
      'scim_token.created',
      'connection.enabled',
      'scim_token.revoked',
      'connection.disabled',
      'connection.deleted',
    ]);
  },
);
