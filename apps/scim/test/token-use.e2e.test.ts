import supertest from 'supertest';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ScimTokenId, ScimTokenRow } from '#libs/persistence';
import { mintToken, scimScopes } from '#libs/tokens';
import { aConnection, runningScim, type RunningScim, startScim, type TestConnection } from './builders.js';

const HOUR_MS = 3_600_000;
const OVERLAP_SECONDS = 600;

let connection: TestConnection;
let old: ScimTokenRow;
let next: { readonly id: ScimTokenId; readonly secret: string };

beforeEach(async () => {
  connection = await aConnection({ expiresAt: new Date(Date.now() + 24 * HOUR_MS) });
  const { scimTokens } = (await runningScim()).database.repositories;
  [old] = (await scimTokens.list(connection.key, { limit: 2 })) as [ScimTokenRow];
  const token = mintToken('scim');
  const terms = { scopes: scimScopes, expiresAt: new Date(Date.now() + 48 * HOUR_MS) };
  next = { id: await scimTokens.insert(connection.key, token, terms), secret: token.secret.reveal() };
});

async function find(id: ScimTokenId): Promise<ScimTokenRow> {
  const { scimTokens } = (await runningScim()).database.repositories;
  return (await scimTokens.find(connection.key, id))!;
}

async function replace(overlapSeconds = OVERLAP_SECONDS): Promise<void> {
  const { scimTokens } = (await runningScim()).database.repositories;
  await scimTokens.replace(connection.key, old.id, { replacedBy: next.id, overlapSeconds });
}

async function retirements() {
  const { auditEvents } = (await runningScim()).database.repositories;
  const { events } = await auditEvents.list(connection.key.enterpriseId, { limit: 10 });
  return events.filter(({ action }) => action === 'scim_token.retired');
}

/** A request with a token, through services that end then and write down what they have seen. */
async function use(secret: string, services: readonly RunningScim[], headers: Readonly<Record<string, string>> = {}) {
  const path = `/scim/${connection.key.connectionId}/v2/Users?count=0`;
  for (const { server } of services)
    await supertest(server).get(path).set('Authorization', `Bearer ${secret}`).set(headers).expect(200);
  await Promise.all(services.map(service => service.close()));
}

describe('the use of a token', () => {
  it('is written down with the address that trusted proxies name', async () => {
    const forwarded = { 'X-Forwarded-For': '198.51.100.9, 192.0.2.17' };
    await use(connection.token, [await startScim({ TRUSTED_PROXIES: 'loopback' })], forwarded);
    const { last_used_at, last_used_ip } = await find(old.id);
    expect(last_used_ip).toBe('192.0.2.17');
    expect(Math.abs(Date.parse(last_used_at!) - Date.now())).toBeLessThan(HOUR_MS);
    expect(await find(next.id)).toMatchObject({ last_used_at: null, last_used_ip: null });
  });

  it('is written down with the address of the proxy when none is trusted', async () => {
    await use(connection.token, [await startScim()], { 'X-Forwarded-For': '192.0.2.17' });
    expect(await find(old.id)).toMatchObject({ last_used_ip: '127.0.0.1' });
  });

  it('that came before another one changes nothing of what is known of that', async () => {
    const { scimTokenUses } = (await runningScim()).database.repositories;
    const used = { ...connection.key, tokenId: old.id };
    await scimTokenUses.record([{ ...used, usedAt: new Date(2000), ip: '192.0.2.2' }]);
    await scimTokenUses.record([{ ...used, usedAt: new Date(1000), ip: '192.0.2.1' }]);
    expect(await find(old.id)).toMatchObject({ last_used_at: new Date(2000).toISOString(), last_used_ip: '192.0.2.2' });
    await scimTokenUses.record([{ ...used, usedAt: new Date(3000), ip: undefined }]);
    expect(await find(old.id)).toMatchObject({ last_used_at: new Date(3000).toISOString(), last_used_ip: '192.0.2.2' });
  });
});

describe('the first use of a token that takes the place of another', () => {
  it('ends that one after the overlap, once, though two services see it', async () => {
    await replace();
    await use(next.secret, [await startScim(), await startScim()]);
    const { last_used_at } = await find(next.id);
    const { expires_at, replaced_by } = await find(old.id);
    const livesOnFor = Date.parse(expires_at) - Date.parse(last_used_at!);
    expect(Math.abs(livesOnFor - OVERLAP_SECONDS * 1000)).toBeLessThan(5000);
    expect(replaced_by).toBe(next.id);
    expect(await retirements()).toMatchObject([
      {
        actor: { kind: 'system' },
        target: { type: 'scim_token', id: old.id },
        after: { connectionId: connection.key.connectionId, replacedBy: next.id, expiresAt: expires_at },
      },
    ]);
    await connection.send('get', '/Users').expect(200);
    // What is used again ends nothing again.
    await use(next.secret, [await startScim()]);
    expect(await find(old.id)).toMatchObject({ expires_at });
    expect(await retirements()).toHaveLength(1);
  });

  it('ends that one at once when there is no overlap, and only then', async () => {
    await replace(0);
    await connection.send('get', '/Users').expect(200);
    await use(next.secret, [await startScim()]);
    const { body } = await connection.send('get', '/Users').expect(401);
    expect(body.detail).toContain('expired');
  });

  it('does not let that one live longer than it would have', async () => {
    const { database } = await runningScim();
    const [{ soon } = { soon: '' }]: { soon: string }[] = await database.orm.em
      .fork()
      .execute(
        "update scim_tokens set expires_at = now() + interval '1 minute' where id = ? returning expires_at as soon",
        [old.id],
      );
    await replace();
    await use(next.secret, [await startScim()]);
    expect(Date.parse((await find(old.id)).expires_at)).toBe(Date.parse(soon));
    expect(await retirements()).toHaveLength(1);
  });

  it('is not seen in the use of that one', async () => {
    await replace();
    await use(connection.token, [await startScim()]);
    expect(await find(old.id)).toMatchObject({ expires_at: old.expires_at, overlap_seconds: OVERLAP_SECONDS });
    expect(await retirements()).toEqual([]);
  });

  it('says nothing of one that was revoked in the meantime', async () => {
    await replace();
    const { scimTokens } = (await runningScim()).database.repositories;
    await scimTokens.revoke(connection.key, old.id);
    await use(next.secret, [await startScim()]);
    expect(await retirements()).toEqual([]);
  });
});
