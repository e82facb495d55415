import { randomBytes, randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { readIdpMetadata, settingsFromMetadata } from '#libs/idp-metadata';
import type { ConnectionKey, Database } from '#libs/persistence';
import { SafeFetchError } from '#libs/safe-fetch';
import { forgetSignIns } from '../src/sso/forget-sign-ins.js';
import { watchMetadata } from '../src/sso/watch-metadata.js';
import { testDatabase } from './builders.js';
import { metadataOf } from './metadata.js';

let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});

/** A connection whose metadata was imported from a URL of its own. */
async function aConnection(metadataUrl: string): Promise<ConnectionKey> {
  const { enterprises, connections } = database.repositories;
  const enterpriseId = await enterprises.insert({ key: `test-${randomUUID()}`, name: 'Example' });
  const { id: connectionId } = await connections.insert(enterpriseId, { name: 'Test', idpProfile: 'okta' });
  const ssoSettings = settingsFromMetadata(readIdpMetadata(metadataOf(), new Date()), {
    before: undefined,
    metadataUrl,
  });
  await connections.update({ enterpriseId, connectionId }, { ssoSettings });
  return { enterpriseId, connectionId };
}

/** What is at each URL; the others cannot be reached. */
function fetchFrom(documents: Readonly<Record<string, string>>) {
  return {
    get: (url: string) => {
      const document = documents[url];
      if (document === undefined) return Promise.reject(new SafeFetchError('timed_out', 'The answer took too long.'));
      return Promise.resolve({ status: 200, contentType: '', retryAfter: '', body: Buffer.from(document) });
    },
  };
}

const warningsOf = async (connection: ConnectionKey) =>
  (await database.repositories.raisedWarnings.list(connection)).map(({ code, evidence }) => ({ code, evidence }));

it('metadata that changed is warned of, with the difference, and nothing is taken over', async () => {
  const url = `https://idp.example.com/${randomUUID()}`;
  const connection = await aConnection(url);
  const before = await database.repositories.connections.find(connection);
  await watchMetadata(database, fetchFrom({ [url]: metadataOf() }));
  expect(await warningsOf(connection)).toEqual([]);

  await watchMetadata(database, fetchFrom({ [url]: metadataOf({ signOnUrl: 'https://evil.example.com/' }) }));
  expect(await warningsOf(connection)).toEqual([
    {
      code: 'METADATA_CHANGED',
      evidence: {
        metadataUrl: url,
        digest: expect.stringMatching(/^[\da-f]{64}$/),
        changes: [
          {
            what: 'sign_on_url',
            from: 'HTTP-Redirect https://idp.example.com/sso',
            to: 'HTTP-Redirect https://evil.example.com/',
          },
        ],
      },
    },
  ]);
  expect(await database.repositories.connections.find(connection)).toEqual(before);

  await watchMetadata(database, fetchFrom({}));
  expect((await warningsOf(connection)).map(({ code }) => code)).toEqual(['METADATA_CHANGED', 'METADATA_UNREACHABLE']);
  await watchMetadata(database, fetchFrom({ [url]: metadataOf() }));
  expect(await warningsOf(connection)).toEqual([]);
});

it('a new certificate is told by its fingerprint', async () => {
  const url = `https://idp.example.com/${randomUUID()}`;
  const connection = await aConnection(url);
  await watchMetadata(database, fetchFrom({ [url]: metadataOf({ isNextCertificate: true }) }));
  const [warning] = await warningsOf(connection);
  expect(warning?.evidence).toMatchObject({
    changes: [
      { what: 'certificate_added', from: null, to: expect.stringMatching(/^(?:[\dA-F]{2}:)+/) },
      { what: 'certificate_removed', to: null },
    ],
  });
});

it('what is no metadata is as if nothing came, and those of others are read all the same', async () => {
  const urls = Array.from({ length: 6 }, () => `https://idp.example.com/${randomUUID()}`);
  const connections = await Promise.all(urls.map(aConnection));
  const documents = Object.fromEntries(urls.slice(1).map(url => [url, metadataOf()]));
  expect(await watchMetadata(database, fetchFrom({ ...documents, [urls[0] ?? '']: '<html/>' }))).toBeGreaterThan(5);
  const warnings = await Promise.all(connections.map(warningsOf));
  expect(warnings.map(each => each.map(({ code }) => code))).toEqual([['METADATA_UNREACHABLE'], [], [], [], [], []]);
});

it('what sign-ins remembered is forgotten when it is over, and nothing else', async () => {
  const connection = await aConnection(`https://idp.example.com/${randomUUID()}`);
  const exchanges = database.repositories.samlExchanges.of(connection);
  const [past, soon] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)];
  const [over, lasting] = [randomBytes(32), randomBytes(32)];
  await exchanges.useAssertion(over, past);
  await exchanges.useAssertion(lasting, soon);
  expect(await forgetSignIns(database.repositories)).toBeGreaterThan(0);
  expect(await exchanges.useAssertion(over, soon)).toBe(true);
  expect(await exchanges.useAssertion(lasting, soon)).toBe(false);
});
