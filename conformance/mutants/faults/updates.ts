import { answerWith, mapResources, read, resourcesOf } from '../wire/answers.ts';
import { exchange, type Fault, story } from '../fault.ts';
import { onBody, onOperations, refuse, refuseOperation } from '../wire/handles.ts';
import { objectIn, textOf, without } from '../wire/json.ts';
import type { Handle, Send, WireRequest } from '../wire/message.ts';
import { alike, idIn, mergedValue, on, type Operation, operationsOf, patch } from '../wire/requests.ts';

const PUT = on('Users', 'PUT');
const bodyOf = ({ body }: WireRequest) => objectIn(body);

/** Users who are changed. */
export const updateFaults: readonly Fault[] = [
  {
    name: 'false-kept-as-text',
    bug: '"active": "False" is kept as that text.',
    source: 'scimmyjs/scimmy#51, #86',
    caughtBy: [
      exchange('entra-id', '50-disable', /active is "False"/),
      story('entra-id', '10a-disable-lower-case', 'The person is inactive: a boolean, not a text', /active is "false"/),
      story('generic', '06-keycloak-user', 'The text "false" was understood', /active is "false"/),
    ],
    plant: keptAsText,
  },
  {
    name: 'false-is-truthy',
    bug: '"active": "False" is text that is not empty, and so it is true.',
    source: 'scimmyjs/scimmy#86, scim-for-keycloak#119',
    caughtBy: [
      exchange('entra-id', '50-disable', /active is true/),
      story('entra-id', '09-unassign-and-assign-again', 'The person is there, and inactive', /active is true/),
    ],
    plant: () => onOperations('Users', each => (isTextFalse(each) ? { ...each, value: true } : each)),
  },
  {
    name: 'false-as-text-refused',
    bug: '"active": "False" is refused.',
    source: 'thomaspoignant/scim-patch#872',
    caughtBy: [
      exchange('entra-id', '50-disable', /status is 400/),
      exchange('generic', '54-keycloak-patch-user', /status is 400/),
    ],
    plant: () => refuseOperation(isTextFalse, 400, 'active must be a boolean.', 'invalidValue'),
  },
  {
    name: 'old-user-name-still-found',
    bug: 'After a rename the person is still looked up under the old name.',
    source: 'ory/polis, measured',
    caughtBy: [
      story('okta-custom-app', '06-rename-user', 'The same person is found under the new name', /totalResults/),
      story('entra-id', '06-rename', 'Nobody has the old name', /totalResults/),
    ],
    plant: oldNames,
  },
  {
    name: 'rename-refused',
    bug: 'userName cannot be changed.',
    source: 'pulumi/pulumi-hugo#1462',
    caughtBy: [
      exchange('okta-custom-app', '14-rename-user', /status is 400/),
      exchange('entra-id', '35-rename-user', /status is 400/),
    ],
    plant: () => async (request, send) => {
      const isRename = operationsOf(request).some(({ path }) => path === 'userName') || PUT(request);
      const before = isRename && (await read(request, send))['userName'];
      const after = bodyOf(request)['userName'] ?? operationsOf(request).find(({ path }) => path === 'userName')?.value;
      const isRefused = isRename && after !== undefined && before !== undefined && before !== after;
      return refuse(() => isRefused, 400, 'userName is immutable.', 'mutability')(request, send);
    },
  },
  {
    name: 'put-without-active-deactivates',
    bug: 'A PUT in which "active" does not stand takes the access away.',
    source: 'OneLogin does not send it',
    caughtBy: [story('generic', '01-onelogin-provisions', 'The change is there, the person active', /active/)],
    plant: () => onBody(PUT, body => ({ active: false, ...body })),
  },
  {
    name: 'empty-groups-removes-memberships',
    bug: '"groups": [] in the update of a person takes the person out of all groups.',
    source: 'appsmithorg/appsmith#25972',
    caughtBy: [story('okta-custom-app', '07-update-keeps-groups', 'The member is still in the group', /members/)],
    plant: () => async (request, send) => {
      const groups = bodyOf(request)['groups'];
      if (PUT(request) && Array.isArray(groups) && groups.length === 0) await leaveGroups(request, send, idIn(request));
      return send(request);
    },
  },
  {
    name: 'put-without-effect',
    bug: 'A PUT of a user is answered with what was sent, and nothing is stored.',
    source: 'ory/polis, while a directory is switched off',
    caughtBy: [
      story('okta-custom-app', '02-assign-update-deactivate', 'The new first name is kept', /givenName/),
      story('jumpcloud', '05-bind-change-suspend-return', 'The changes are there', /title/),
    ],
    plant: () => async (request, send) => {
      if (!PUT(request)) return send(request);
      const answer = await send(alike(request, 'GET', request.path));
      return mapResources(answer, user => ({ ...user, ...bodyOf(request), id: user['id'] ?? '' }));
    },
  },
  {
    name: 'emails-null-refused',
    bug: 'A PUT with "emails": null is refused.',
    source: 'ssoready/ssoready: seen when JumpCloud updates its test user',
    caughtBy: [exchange('jumpcloud', '05-update-user-minimal', /status is 400/)],
    plant: () => refuse(request => PUT(request) && bodyOf(request)['emails'] === null, 400, 'emails must be an array.'),
  },
  {
    name: 'put-drops-extension',
    bug: 'A PUT takes the department away, although it stands in it.',
    source: 'Okta writes back what it has read; servers that know the core schema only',
    caughtBy: [story('okta-custom-app', '21b-update-keeps-department', 'The department is still there', /enterprise/)],
    plant: () => onBody(PUT, body => without(body, key => key.startsWith('urn:'))),
  },
];

function isTextFalse(operation: Operation): boolean {
  return /^false$/i.test(activeText(operation));
}

function activeText(operation: Operation): string {
  if (operation.path === 'active') return textOf(operation.value);
  return textOf(mergedValue(operation)?.['active']);
}

function keptAsText(): Handle {
  const kept = new Map<string, string>();
  return async (request, send) => {
    const [text = ''] = operationsOf(request).filter(isTextFalse).map(activeText);
    if (text !== '') kept.set(idIn(request), text);
    else if (operationsOf(request).some(({ path }) => path === 'active')) kept.delete(idIn(request));
    return mapResources(await send(request), user => {
      const active = kept.get(textOf(user['id']));
      return active === undefined ? user : { ...user, active };
    });
  };
}

function oldNames(): Handle {
  const nameOf = new Map<string, string>();
  return async (request, send) => {
    const [, asked] = /^userName eq "([^"]+)"$/i.exec(new URLSearchParams(request.query).get('filter') ?? '') ?? [];
    if (asked !== undefined && on('Users', 'GET')(request)) {
      const found = [...nameOf].find(([, name]) => name.toLowerCase() === asked.toLowerCase());
      const answer = await send(request);
      const others = resourcesOf(answer).filter(({ id }) => (nameOf.get(textOf(id)) ?? asked) === asked);
      const renamed = found && others.length === 0 ? [await read(request, send, `/Users/${found[0]}`)] : [];
      const Resources = [...others, ...renamed.filter(each => 'id' in each)];
      return answerWith(answer, { ...objectIn(answer.body), Resources, totalResults: Resources.length });
    }
    const answer = await send(request);
    if (request.method === 'POST')
      for (const { id, userName } of resourcesOf(answer)) nameOf.set(textOf(id), textOf(userName));
    return answer;
  };
}

/** Takes somebody out of all groups. */
export async function leaveGroups(request: WireRequest, send: Send, id: string): Promise<void> {
  const filter = encodeURIComponent(`members.value eq "${id}"`);
  const found = await send(alike(request, 'GET', '/Groups', undefined, `filter=${filter}`));
  for (const group of resourcesOf(found)) {
    const path = `/Groups/${textOf(group['id'])}`;
    await send(patch(request, path, [{ op: 'remove', path: `members[value eq "${id}"]` }]));
  }
}
