import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ServiceProcess } from '../../../tools/testing/service-process.js';
import { DataDirectory } from './data-directory.js';
import { RestClient } from './rest-client.js';

interface Rehearsed {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly steps: readonly { readonly verdict: string; readonly title: string; readonly problems: readonly string[] }[];
}

/** All that a rehearsal could leave behind, and what is counted of people. */
const COUNTS = `select
  (select count(*)::int from directory_users) as users, (select count(*)::int from directory_groups) as groups,
  (select count(*)::int from directory_memberships) as memberships, (select count(*)::int from connections) as connections,
  (select count(*)::int from accounts) as accounts, (select count(*)::int from account_events) as events,
  (select count(*)::int from holds) as holds, (select count(*)::int from receipts) as receipts,
  (select coalesce(sum(requests), 0)::int from scim_request_hours) as requests`;

let directory: DataDirectory;
let service: ServiceProcess;
let enterprise: RestClient;

beforeAll(async () => {
  directory = await DataDirectory.make();
  service = await ServiceProcess.start({ POSTERN_DATA_DIR: directory.path });
  const demo = await directory.demo();
  enterprise = new RestClient(service, demo.adminApiKey, `/enterprises/${demo.enterpriseId}`);
});
afterAll(async () => {
  await service?.stop();
  await directory?.remove();
});

async function start(idpProfile: string): Promise<{ readonly place: string; readonly id: string }> {
  const connection = await enterprise.post('/connections', { name: idpProfile, idpProfile });
  const place = `/connections/${connection.id}/rehearsals`;
  return { place, id: (await enterprise.post(place)).id };
}

async function ended({ place, id }: { readonly place: string; readonly id: string }): Promise<Rehearsed> {
  for (;;) {
    const rehearsal = (await enterprise.get(`${place}/${id}`)) as unknown as Rehearsed;
    if (!['waiting', 'running'].includes(rehearsal.state)) return rehearsal;
    await sleep(100);
  }
}

it('every identity provider is rehearsed over HTTP, and nothing is left of it', async () => {
  const profiles = ['okta', 'entra-id', 'jumpcloud', 'generic'];
  const [before] = await directory.query<Record<string, number>>(COUNTS);
  const started = [];
  for (const profile of profiles) started.push(await start(profile));
  for (const one of started) {
    const { state, total, steps } = await ended(one);
    expect(steps.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    expect([state, steps.length]).toEqual(['passed', total]);
  }
  const [after] = await directory.query<Record<string, number>>(COUNTS);
  expect(after).toEqual({ ...before, connections: before!['connections']! + profiles.length });
});
