import { expect, it } from 'vitest';
import { oidcSettings } from './a-connection.js';
import { aCaller, anEnterprise, aTestedConnection, runningAdmin, startAdmin, TestCaller } from './builders.js';

/** Every row of every table, as text. */
async function everythingStored(): Promise<string> {
  const { database } = await runningAdmin();
  const db = database.orm.em.fork();
  const tables: { name: string }[] = await db.execute(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public'",
  );
  const dumps = await Promise.all(
    tables.map(({ name }) => db.execute(`select string_agg(t::text, E'\\n') as rows from ${name} t`)),
  );
  return JSON.stringify(dumps);
}

it('no secret is in the database, the log or an answer but the one that shows it', async () => {
  const log: string[] = [];
  const service = await startAdmin({ log: line => log.push(line) });
  const { id: enterpriseId, path, administrator } = await anEnterprise();
  const operator = await aCaller('operator');
  const caller = new TestCaller(service.server, operator.apiKey);
  const { connectionId: id } = await aTestedConnection(enterpriseId);
  const account = await caller.create(`${path}/accounts`, { login: 'ava@example.com' });
  const personal = `${path}/accounts/${account.id}/personal-access-tokens`;
  const oauthClient = await caller.create(`${path}/connections/${id}/oauth-clients`, { name: 'A' });
  const oauthSecrets = `${path}/connections/${id}/oauth-clients/${oauthClient.id}/secrets`;
  const made = await Promise.all([
    caller.create(`${path}/connections/${id}/scim-tokens`, {}),
    caller.create(`${path}/api-keys`, { name: 'A', role: 'auditor' }),
    caller.create('/api-keys', { name: 'A', role: 'support' }),
    caller.create(`${path}/connections/${id}/setup-links`, { features: ['sso'] }),
    caller.create(oauthSecrets, {}),
    caller.create(personal, { name: 'A' }),
  ]);
  const anybody = new TestCaller(service.server, undefined);
  const opened = await anybody.send('post', '/setup-sessions', { secret: made[3]['secret'] }).expect(201);
  const cookie = /ptn_session_\w+/.exec(String(opened.headers['set-cookie']))?.[0];
  const page = new TestCaller(service.server, undefined, { Cookie: `__Host-postern-setup=${cookie}` });
  const secrets = [operator.apiKey, administrator.apiKey, ...made.map(({ secret }) => secret), cookie].map(String);
  const [scimToken = '', apiKey = '', , setupSecret = ''] = secrets.slice(2);
  secrets.push(oidcSettings.clientSecret);
  const answers = await Promise.all([
    // A secret in the wrong place: in a name, a query, a path, a header.
    caller.send('post', `${path}/organizations`, { key: 'a', name: apiKey }),
    caller.send('post', `${path}/organizations`, { key: apiKey, name: 'A' }),
    caller.send('post', `${path}/organizations`, { key: 'b', name: 'B' }).set('Idempotency-Key', scimToken),
    caller.send('get', `${path}/organizations?cursor=${scimToken}`),
    caller.send('get', `/enterprises?limit=${apiKey}`),
    new TestCaller(service.server, scimToken).send('get', path),
    new TestCaller(service.server, apiKey).send('post', `${path}/organizations`, { key: 'a', name: 'A' }),
    anybody.send('post', '/setup-sessions', { secret: `${setupSecret} ` }),
    caller.send('post', `${path}/organizations`, { key: 'c', name: cookie ?? '' }),
    page.send('get', '/setup-session'),
    page.send('patch', `${path}/connections/${id}`, { name: 'A' }),
    caller.send('get', `${path}/api-keys`),
    caller.send('get', `${path}/connections/${id}/setup-links`),
    caller.send('get', oauthSecrets),
    caller.send('get', personal),
    caller.send('post', '/personal-access-tokens/introspect', { token: made.at(-1)?.['secret'] }),
    caller.send('post', personal, { name: made.at(-1)?.['secret'] }),
    caller.send('get', `${path}/connections/${id}/scim-tokens`),
    caller.send('put', `${path}/connections/${id}/sso-settings`, oidcSettings),
    caller.send('put', `${path}/connections/${id}/sso-settings`, { ...oidcSettings, issuer: 'x' }),
    caller.send('get', `${path}/connections/${id}`),
    caller.send('get', `${path}/audit-events`),
  ]);
  await service.close();
  const told = answers.map(answer => JSON.stringify([answer.body, answer.headers])).join('\n');
  const stored = await everythingStored();
  expect(log.length).toBeGreaterThan(10);
  expect(stored).toContain('scim_token.created');
  expect(stored).toContain('sealedClientSecret');
  for (const secret of secrets) {
    expect(log.join('\n')).not.toContain(secret);
    expect(stored).not.toContain(secret);
    expect(told.split('\n').map(answer => answer.includes(secret) && answer)).toEqual(answers.map(() => false));
  }
});
