import { beforeAll, describe, expect, it } from 'vitest';
import { type ConnectionKey, type ProvisioningMode, quarantineOf, type RehearsalId } from '#libs/persistence';
import { lifeCycleOf, rehearse, type StepOutcome, stepsOf } from '#libs/rehearsal';
import { OwnService } from '#libs/safe-fetch';
import { mintToken } from '#libs/tokens';
import { aConnection, aUser, type RunningScim, runningScim, startScim, type TestConnection } from './builders.js';

let service: RunningScim;

beforeAll(async () => {
  service = await runningScim();
});

interface Started {
  readonly key: ConnectionKey;
  readonly id: RehearsalId;
  readonly token: string;
  finish(): Promise<void>;
}

/** Begins a rehearsal as the worker does. */
async function aRehearsal(
  { key }: TestConnection,
  idpProfile = 'okta',
  mode: ProvisioningMode = 'users',
): Promise<Started> {
  const { database } = service;
  const { id } = await database.repositories.rehearsals.insert(key, { idpProfile, mode, total: 1 });
  const token = mintToken('rehearsal');
  const terms = { hash: token.hash, expiresAt: new Date(Date.now() + 60_000) };
  await database.withConnectionAlone(quarantineOf(id), ({ rehearsals }) => rehearsals.begin(key, id, terms));
  const finish = () =>
    database.withConnectionAlone(quarantineOf(id), ({ rehearsals }) =>
      rehearsals.finish(key, id, { state: 'passed', failure: null }),
    );
  return { key, id, token: token.secret.reveal(), finish };
}

/** How many rows of each table are somebody's: an enterprise's, or a rehearsal's. */
async function rowsOf(enterpriseId: string, connectionId: string): Promise<Record<string, number>> {
  const tables = [
    'directory_users',
    'directory_groups',
    'directory_memberships',
    'connections',
    'accounts',
    'account_events',
  ];
  const counts = tables.map(table => {
    const ofConnection =
      table === 'connections'
        ? 'and id = ?'
        : table.startsWith('directory')
          ? 'and connection_id = ?'
          : 'and ?::uuid is not null';
    return `(select count(*)::int from ${table} where enterprise_id = ? ${ofConnection}) as ${table}`;
  });
  const values = tables.flatMap(() => [enterpriseId, connectionId]);
  const [row] = await service.database.orm.em.fork().execute(`select ${counts.join(', ')}`, values);
  return (row ?? {}) as Record<string, number>;
}

const own = ({ key }: Pick<TestConnection, 'key'>) => rowsOf(key.enterpriseId, key.connectionId);

const nothing = {
  directory_users: 0,
  directory_groups: 0,
  directory_memberships: 0,
  connections: 0,
  accounts: 0,
  account_events: 0,
};

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

describe('a request with the token of a rehearsal', () => {
  it('touches no directory, account or event of the enterprise, even when the connection makes accounts', async () => {
    const connection = await aConnection({ state: 'enabled', provisioningMode: 'users' });
    await connection.send('post', '/Users', aUser({ userName: 'ava@example.com' })).expect(201);
    const before = await own(connection);
    const rehearsal = await aRehearsal(connection);
    const { body } = await connection
      .sendBare('post', '/Users')
      .set({ ...bearer(rehearsal.token), 'Content-Type': 'application/scim+json' })
      .send(JSON.stringify(aUser({ userName: 'ava@example.com' })))
      .expect(201);
    // The person of the same name who is there is somebody else, and keeps the name.
    await connection.sendBare('delete', `/Users/${body.id}`).set(bearer(rehearsal.token)).expect(204);
    expect(await own(connection)).toEqual(before);
    await rehearsal.finish();
    expect(await rowsOf(quarantineOf(rehearsal.id).enterpriseId, rehearsal.id)).toEqual(nothing);
    expect(await own(connection)).toEqual(before);
  });

  it('is told the address of the connection, and sees nobody of its directory', async () => {
    const connection = await aConnection();
    const { body: person } = await connection.send('post', '/Users', aUser({ userName: 'kim@example.com' }));
    const { token, finish } = await aRehearsal(connection);
    await connection.sendBare('get', `/Users/${person.id}`).set(bearer(token)).expect(404);
    const { body } = await connection.sendBare('get', '/ServiceProviderConfig').set(bearer(token)).expect(200);
    expect(body.meta.location).toBe(`${connection.baseUrl}/ServiceProviderConfig`);
    await finish();
    await connection.sendBare('get', '/Users').set(bearer(token)).expect(401);
  });

  it('is refused at another connection, also of the same enterprise, and at the directory of the rehearsal itself', async () => {
    const [connection, other] = [await aConnection(), await aConnection()];
    const { id, token, finish } = await aRehearsal(connection);
    await other.sendBare('get', '/Users').set(bearer(token)).expect(401);
    const { status } = await fetch(`${service.origin}/scim/${id}/v2/Users`, { headers: bearer(token) });
    expect(status).toBe(401);
    await finish();
  });

  it('is in the log of the connection as part of a rehearsal, and counted nowhere', async () => {
    const own = await startScim();
    const connection = await aConnection({}, own);
    const { id, key, token, finish } = await aRehearsal(connection);
    await connection.sendBare('get', '/Users?startIndex=1&count=2').set(bearer(token)).expect(200);
    await own.close();
    const { scimRequests, scimTraffic } = service.database.repositories;
    expect(await scimRequests.list(key, { limit: 5 })).toMatchObject([{ rehearsal_id: id, token_id: null }]);
    expect(await scimRequests.list(key, { limit: 5, filter: { withoutRehearsals: true } })).toEqual([]);
    expect(await scimTraffic.hours(key, new Date(0))).toEqual([]);
    await finish();
  });

  it('begins anew, with another token, when whoever carried it out has died', async () => {
    const connection = await aConnection();
    const { id, key, token, finish } = await aRehearsal(connection);
    const { database } = service;
    await connection
      .sendBare('post', '/Users')
      .set({ ...bearer(token), 'Content-Type': 'application/scim+json' })
      .send(JSON.stringify(aUser({ userName: 'ava@example.com' })))
      .expect(201);
    const terms = { hash: mintToken('rehearsal').hash, expiresAt: new Date(Date.now() + 60_000) };
    await database.withConnectionAlone(quarantineOf(id), ({ rehearsals }) => rehearsals.begin(key, id, terms));
    expect(await rowsOf(quarantineOf(id).enterpriseId, id)).toEqual({ ...nothing, connections: 1 });
    await connection.sendBare('get', '/Users').set(bearer(token)).expect(401);
    await finish();
  });
});

describe.each(['okta', 'entra-id', 'jumpcloud', 'generic'])('the recorded life cycle of %s', idpProfile => {
  it.each(['deprovision_only', 'users_and_groups'] as const)(
    'passes in the mode %s, and nothing is left',
    async mode => {
      const connection = await aConnection({ idpProfile, state: 'enabled', provisioningMode: mode });
      const before = await own(connection);
      const { id, token, finish } = await aRehearsal(connection, idpProfile, mode);
      const base = `/scim/${connection.key.connectionId}/v2`;
      const sender = new OwnService(service.origin);
      const lifeCycle = lifeCycleOf(idpProfile);
      const outcomes: StepOutcome[] = [];
      for await (const outcome of rehearse(lifeCycle, stepsOf(lifeCycle, { withGroups: mode === 'users_and_groups' }), {
        baseUrl: service.origin + base,
        send: ({ path, headers, ...request }) =>
          sender.send({ ...request, path: base + path, headers: { ...headers, ...bearer(token) } }),
      }))
        outcomes.push(outcome);
      await sender.close();
      expect(outcomes.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
      await finish();
      expect(await own(connection)).toEqual(before);
      expect(await rowsOf(quarantineOf(id).enterpriseId, id)).toEqual(nothing);
    },
  );
});
