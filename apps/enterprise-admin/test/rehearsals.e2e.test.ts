import { beforeAll, describe, expect, it } from 'vitest';
import type { RehearsalId } from '#libs/persistence';
import { anEnterprise, aTestedConnection, auditLog, runningAdmin } from './builders.js';

let enterprise: Awaited<ReturnType<typeof anEnterprise>>;

beforeAll(async () => {
  enterprise = await anEnterprise();
});

async function aConnection() {
  const key = await aTestedConnection(enterprise.id);
  return { key, place: `${enterprise.path}/connections/${key.connectionId}/rehearsals` };
}

describe('a rehearsal', () => {
  it('waits for a worker, says how many steps there are, and is in the audit log', async () => {
    const { key, place } = await aConnection();
    const started = await enterprise.administrator.create(place, {});
    expect(started).toMatchObject({ identityProvider: 'Okta', state: 'waiting', steps: [], mode: 'deprovision_only' });
    expect(started['total']).toBeGreaterThan(10);
    const { body } = await enterprise.administrator.send('get', `${place}/${started.id}`).expect(200);
    expect(body).toEqual(started);
    expect(await auditLog(enterprise.id)).toContainEqual(
      expect.objectContaining({ action: 'rehearsal.started', after: { connectionId: key.connectionId } }),
    );
  });

  it('is the only one of its connection until it is over', async () => {
    const { key, place } = await aConnection();
    const { id } = await enterprise.administrator.create(place, {});
    const { body } = await enterprise.administrator.send('post', place).expect(409);
    expect(body.code).toBe('rehearsal_under_way');
    const { rehearsals } = (await runningAdmin()).database.repositories;
    await rehearsals.finish(key, id as RehearsalId, { state: 'passed', failure: null });
    const next = await enterprise.administrator.create(place, {});
    const list = await enterprise.administrator.send('get', place).expect(200);
    expect(list.body.items).toMatchObject([
      { id, state: 'passed', finishedAt: expect.any(String) },
      { id: next.id, finishedAt: null },
    ]);
  });

  it('shows of each step what was sent, what was answered, and what to do when it failed', async () => {
    const { key, place } = await aConnection();
    const { id } = await enterprise.administrator.create(place, {});
    const { rehearsals } = (await runningAdmin()).database.repositories;
    const terms = { hash: Buffer.alloc(32, id), expiresAt: new Date() };
    await rehearsals.begin(key, id as RehearsalId, terms);
    await rehearsals.addStep(key, id as RehearsalId, {
      name: '04-create-user',
      title: 'Create the user',
      when: 'The user is assigned.',
      verdict: 'failed',
      request: { method: 'POST', path: '/Users', body: '{}' },
      answer: { status: 401, body: '' },
      durationMs: 5,
      problems: ['The status is 401; expected 201.'],
      whenWrong: 'The person is missing.',
    });
    const { body } = await enterprise.administrator.send('get', `${place}/${id}`).expect(200);
    expect(body).toMatchObject({
      state: 'running',
      steps: [{ verdict: 'failed', advice: expect.stringMatching(/proxy/) }],
    });
    await rehearsals.finish(key, id as RehearsalId, { state: 'failed', failure: null });
  });

  it('is not found for another enterprise, nor under another connection', async () => {
    const [{ place }, other, foreign] = [await aConnection(), await aConnection(), await anEnterprise()];
    const { id } = await enterprise.administrator.create(place, {});
    await foreign.administrator.send('get', `${place}/${id}`).expect(404);
    await foreign.administrator.send('post', place).expect(404);
    await enterprise.administrator.send('get', `${other.place}/${id}`).expect(404);
  });
});
