import { describe, expect, it } from 'vitest';
import {
  adviceOn,
  type LifeCycle,
  lifeCycleOf,
  type RehearsalAnswer,
  type RehearsalRequest,
  rehearse,
  type StepOutcome,
  stepsOf,
} from '#libs/rehearsal';

const person = { status: 201, body: { id: { $type: 'string' }, userName: '{{alice.userName}}' } };

const lifeCycle: LifeCycle = {
  identityProvider: 'Example',
  headers: { Accept: '*/*' },
  bodyHeaders: { 'Content-Type': 'application/scim+json' },
  externalIds: { user: '0###', group: '1???' },
  groupNames: ['engineering'],
  steps: [
    step(
      'create',
      { method: 'POST', path: '/Users', body: { userName: '{{alice.userName}}', externalId: '{{alice.externalId}}' } },
      person,
    ),
    step('read', { method: 'GET', path: '/Users/{{alice.id}}' }, { status: 200, body: '{{alice.resource}}' }),
    { ...step('group', { method: 'POST', path: '/Groups' }, { status: 201 }), isOfGroups: true },
  ],
};

function step(
  name: string,
  request: LifeCycle['steps'][number]['request'],
  response: { status: number; body?: object | string },
) {
  const captures = name === 'create' ? { captures: { alice: '' } } : {};
  const told = { name, title: name, when: null, whenWrong: 'People are missing.', isOfGroups: false };
  return { ...told, request, response: response as LifeCycle['steps'][number]['response'], ...captures };
}

/** Plays all but groups before a service that answers so. */
async function outcomes(send: (request: RehearsalRequest) => Partial<RehearsalAnswer>) {
  const steps = stepsOf(lifeCycle, { withGroups: false });
  const stage = {
    baseUrl: 'https://sso.example.com/scim/x/v2',
    send: async (request: RehearsalRequest) => ({ status: 200, headers: {}, body: '', ...send(request) }),
  };
  const all: StepOutcome[] = [];
  for await (const outcome of rehearse(lifeCycle, steps, stage)) all.push(outcome);
  return all;
}

const created = ({ body }: RehearsalRequest) => ({
  status: 201,
  body: JSON.stringify({ id: '7', ...JSON.parse(body ?? '') }),
});

describe('a rehearsal', () => {
  it('sends what is recorded, about people who are new, and knows in each step what was answered before', async () => {
    const sent: RehearsalRequest[] = [];
    let answer = {};
    const all = await outcomes(request => {
      sent.push(request);
      answer = request.method === 'POST' ? created(request) : { ...answer, status: 200 };
      return answer;
    });
    expect(all.map(({ verdict }) => verdict)).toEqual(['passed', 'passed']);
    expect(sent[0]).toMatchObject({ headers: { Accept: '*/*', 'Content-Type': 'application/scim+json' } });
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      userName: expect.stringMatching(/^rehearsal\.alice\.\w{8}@example\.com$/),
      externalId: expect.stringMatching(/^0[\da-f]{3}$/),
    });
    expect(sent[1]?.path).toBe('/Users/7');
  });

  it('goes on after an answer that says something else, and tells what', async () => {
    const all = await outcomes(request => (request.method === 'POST' ? created(request) : { body: '{"id":"8"}' }));
    expect(all[1]).toMatchObject({ verdict: 'failed', whenWrong: 'People are missing.' });
    expect(all[1]?.problems[0]).toMatch(/^body\.id is "8"/);
  });

  it('tries nothing more after another status, and repeats what the service says', async () => {
    const all = await outcomes(() => ({ status: 403, body: '{"detail":"It is paused."}' }));
    expect(all.map(({ verdict }) => verdict)).toEqual(['failed', 'skipped']);
    expect(all[0]?.problems).toEqual(['The status is 403; expected 201. The service says: It is paused.']);
  });

  it('says why there is no answer', async () => {
    const [first] = await outcomes(() => {
      throw new Error('The certificate has expired.');
    });
    expect(first).toMatchObject({
      verdict: 'failed',
      answer: null,
      problems: ['There is no answer. The certificate has expired.'],
    });
  });
});

it.each([
  ['passed', 200, null],
  ['failed', null, /PUBLIC_URL/],
  ['failed', 401, /Authorization/],
  ['failed', 403, /Resume/],
  ['failed', 429, /later/],
  ['failed', 502, /failed/],
  ['failed', 200, /in front of Postern/],
] as const)('advice on %s with %s', (verdict, status, advice) => {
  const given = adviceOn({ verdict, answer: status === null ? null : { status } });
  expect(given).toEqual(advice === null ? null : expect.stringMatching(advice));
});

it.each(['okta', 'entra-id', 'jumpcloud', 'generic', 'another'])(
  '%s has a life cycle, groups only where they are provisioned',
  profile => {
    const all = lifeCycleOf(profile);
    const [users, everything] = [false, true].map(withGroups => stepsOf(all, { withGroups }).length) as [
      number,
      number,
    ];
    expect(users).toBeGreaterThan(5);
    expect(everything).toBeGreaterThan(users);
  },
);
