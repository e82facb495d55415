import type { JsonObject } from '../../runner/profile/exchange.ts';
import { keepResources, read, resourcesOf, scimError } from '../wire/answers.ts';
import { exchange, type Fault, story } from '../fault.ts';
import { onAnswer, onAnswerBody } from '../wire/handles.ts';
import { objectIn, textOf, without } from '../wire/json.ts';
import type { Handle, Send, WireAnswer, WireRequest } from '../wire/message.ts';
import { alike, idIn, mergedValue, on, operationsOf, parameter, patch } from '../wire/requests.ts';
import { leaveGroups } from './updates.ts';

const POST = on('Users', 'POST');
const DELETE = on('Users', 'DELETE');
const GONE: WireAnswer = { status: 204, headers: {}, body: '' };

/** People come, go, and come back. */
export const lifecycleFaults: readonly Fault[] = [
  {
    name: 'create-of-inactive-refused',
    bug: 'Somebody inactive who is assigned again is a conflict, and is locked out for ever.',
    source: 'better-auth/better-auth#11111, rancher/rancher#55220',
    caughtBy: [
      exchange('okta-custom-app', '13-create-inactive', /status is 409/),
      story('okta-catalogue-app', '04-stale-search', '13-create-inactive', /status is 409/),
    ],
    plant: () => async (request, send) => {
      const there = POST(request) ? await findByName(request, send) : undefined;
      return there?.['active'] === false ? scimError(409, 'userName is taken.', 'uniqueness') : send(request);
    },
  },
  {
    name: 'new-id-when-back',
    bug: 'Somebody inactive who is assigned again gets a new id.',
    source: 'rancher/rancher#55220: the id is to be kept',
    caughtBy: [
      exchange('okta-custom-app', '13-create-inactive', /body\.id/),
      story('okta-catalogue-app', '04-stale-search', '13-create-inactive', /body\.id/),
    ],
    plant: () => async (request, send) => {
      const there = POST(request) ? await findByName(request, send) : undefined;
      if (there?.['active'] === false) await send(alike(request, 'DELETE', `/Users/${textOf(there['id'])}`));
      return send(request);
    },
  },
  {
    name: 'active-duplicate-accepted',
    bug: 'A second creation of somebody active is answered with 201 instead of 409.',
    source: 'the acceptance suite of Okta; Metatavu/keycloak-scim-server#114',
    caughtBy: [
      exchange('okta-spec', '08-create-user-again', /status is 201/),
      exchange('entra-id', '21-create-user-conflict', /status is 201/),
    ],
    plant: () => async (request, send) => {
      const answer = await send(request);
      if (!POST(request) || answer.status !== 409) return answer;
      const there = await findByName(request, send);
      return there ? { ...answer, status: 201, body: JSON.stringify(there) } : answer;
    },
  },
  {
    name: 'conflict-without-scim-type',
    bug: 'A 409 does not say "uniqueness".',
    source: 'getsentry/sentry#117860',
    caughtBy: [
      exchange('entra-id', '21-create-user-conflict', /scimType/),
      exchange('jumpcloud', '14-create-user-taken', /scimType/),
    ],
    plant: () =>
      onAnswerBody(
        ({ status }) => status === 409,
        body => without(body, key => key === 'scimType'),
      ),
  },
  {
    name: 'deleted-name-stays-taken',
    bug: 'Somebody who was deleted cannot be created again.',
    source: 'ssoready/ssoready: JumpCloud activates twice with one address; RFC 7644 §3.6',
    caughtBy: [
      exchange('jumpcloud', '13-create-deleted-user', /status is 409/),
      story('jumpcloud', '03-activate-again', '03-create-user', /status is 409/),
      exchange('rfc7644', '88-create-deleted-user', /status is 409/),
    ],
    plant: takenForEver,
  },
  {
    name: 'delete-only-deactivates',
    bug: 'A DELETE is answered with 204, and the person can still be read.',
    source: 'servers that delete softly; RFC 7644 §3.6',
    caughtBy: [
      exchange('entra-id', '30-read-user-deleted', /status is 200/),
      exchange('jumpcloud', '11-read-deleted-user', /status is 200/),
      exchange('rfc7644', '86-read-deleted-user', /status is 200/),
    ],
    plant: () => async (request, send) => {
      if (!DELETE(request)) return send(request);
      await send(patch(request, request.path, [{ op: 'replace', path: 'active', value: false }]));
      return GONE;
    },
  },
  {
    name: 'second-delete-breaks',
    bug: 'A DELETE of somebody who is gone is answered with 500.',
    source: 'Entra ID and JumpCloud repeat a DELETE',
    caughtBy: [
      exchange('entra-id', '52-delete-user-again', /status is 500/),
      exchange('jumpcloud', '12-delete-user-again', /status is 500/),
      exchange('rfc7644', '87-delete-user-again', /status is 500/),
    ],
    plant: () => onAnswer((answer, request) => (DELETE(request) && answer.status === 404 ? broken() : answer)),
  },
  {
    name: 'delete-answered-with-body',
    bug: 'A DELETE is answered with 200 and a body.',
    source: 'RFC 7644 §3.6: 204',
    caughtBy: [exchange('rfc7644', '85-delete-user', /status is 200/)],
    plant: () =>
      onAnswer((answer, request) =>
        answer.status === 204 && request.method === 'DELETE'
          ? { status: 200, headers: { 'content-type': 'application/scim+json' }, body: '{"deleted":true}' }
          : answer,
      ),
  },
  {
    name: 'inactive-not-found-by-filter',
    bug: 'Somebody inactive is not found by a filter, but counts when somebody is created: 409 without end.',
    source: 'Metatavu/keycloak-scim-server#74',
    caughtBy: [
      exchange('okta-custom-app', '03-find-user-inactive', /totalResults/),
      exchange('entra-id', '10-match-user-inactive', /totalResults/),
      exchange('jumpcloud', '08-look-up-inactive-user', /totalResults/),
    ],
    plant: () =>
      onAnswer((answer, request) =>
        parameter(request, 'filter') === undefined ? answer : keepResources(answer, ({ active }) => active !== false),
      ),
  },
  {
    name: 'inactive-not-found-by-id',
    bug: 'Somebody inactive is answered with 404.',
    source: 'ssoready/ssoready',
    caughtBy: [
      exchange('entra-id', '30-read-user-inactive', /status is 404/),
      story(
        'okta-custom-app',
        '02-assign-update-deactivate',
        'The person is still there, and inactive',
        /status is 404/,
      ),
    ],
    plant: () =>
      onAnswer((answer, request) =>
        idIn(request) !== '' && request.method === 'GET' && objectIn(answer.body)['active'] === false
          ? scimError(404, 'Not found.')
          : answer,
      ),
  },
  {
    name: 'memberships-lost-while-inactive',
    bug: 'Whoever is disabled leaves all groups, and is in none when restored.',
    source: 'PostHog/posthog#42603',
    caughtBy: [
      story(
        'entra-id',
        '09-unassign-and-assign-again',
        'Memberships are not sent again, so they must be there',
        /members/,
      ),
      story(
        'jumpcloud',
        '14-suspended-member-returns',
        'JumpCloud has sent nothing about the group, so the membership must be there',
        /members/,
      ),
    ],
    plant: () => async (request, send) => {
      const answer = await send(request);
      if (isDeactivation(request)) await leaveGroups(request, send, idIn(request));
      return answer;
    },
  },
  {
    name: 'restore-without-effect',
    bug: 'Whoever was disabled stays so, and the answer says otherwise.',
    source: 'ory/polis, while a directory is switched off: a 200 that does nothing',
    caughtBy: [
      story('entra-id', '09-unassign-and-assign-again', 'It is the same person, and active', /active/),
      story('okta-catalogue-app', '02-assign-update-deactivate', 'It is the same person, and active', /active/),
    ],
    plant: () => async (request, send) => {
      const isRestore = on('Users', 'PATCH')(request) && activeIn(request) === 'true';
      if (!isRestore) return send(request);
      const user = await send(alike(request, 'GET', request.path));
      return { ...user, body: JSON.stringify({ ...objectIn(user.body), active: true }) };
    },
  },
  {
    name: 'update-activates',
    bug: 'Any update makes somebody inactive active again.',
    source: 'RFC 7644 §3.5.2: a PATCH changes what it names',
    caughtBy: [
      story('rfc7644', '11-inactive-and-back', 'Another change does not activate', /active/),
      story('entra-id', '10d-change-while-disabled', 'The change has activated nobody', /active/),
    ],
    plant: () => async (request, send) => {
      const answer = await send(request);
      if (on('Users', 'PATCH')(request) && activeIn(request) === undefined && !request.isSetUp) {
        await send(patch(request, request.path, [{ op: 'replace', path: 'active', value: true }]));
      }
      return answer;
    },
  },
];

async function findByName(request: WireRequest, send: Send): Promise<JsonObject | undefined> {
  const name = JSON.stringify(objectIn(request.body)['userName'] ?? '');
  const query = `filter=${encodeURIComponent(`userName eq ${name}`)}`;
  return resourcesOf(await send(alike(request, 'GET', '/Users', undefined, query)))[0];
}

function takenForEver(): Handle {
  const taken = new Set<string>();
  return async (request, send) => {
    const name = textOf(objectIn(request.body)['userName']).toLowerCase();
    if (POST(request) && taken.has(name)) return scimError(409, 'userName is taken.', 'uniqueness');
    if (DELETE(request)) taken.add(textOf((await read(request, send))['userName']).toLowerCase());
    return send(request);
  };
}

function broken(): WireAnswer {
  return { status: 500, headers: { 'content-type': 'application/json' }, body: '{"message":"Internal server error"}' };
}

/** What a PATCH or PUT says of `active`. */
function activeIn(request: WireRequest): string | undefined {
  const ofOperations = operationsOf(request).map(each =>
    each.path === 'active' ? each.value : mergedValue(each)?.['active'],
  );
  const [active] = [...ofOperations, objectIn(request.body)['active']].filter(each => each !== undefined);
  return active === undefined ? undefined : JSON.stringify(active).replaceAll('"', '').toLowerCase();
}

function isDeactivation(request: WireRequest): boolean {
  return on('Users', 'PATCH', 'PUT')(request) && activeIn(request) === 'false';
}
