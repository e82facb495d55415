import type { JsonObject } from '../../runner/profile/exchange.ts';
import { mapResources, read, resourcesOf, scimError } from '../wire/answers.ts';
import { exchange, type Fault, story } from '../fault.ts';
import { onBody, onOperations, onRequest, refuse, refuseOperation } from '../wire/handles.ts';
import { elementsOf, objectIn, objectsIn, textOf } from '../wire/json.ts';
import type { Handle } from '../wire/message.ts';
import { alike, idIn, mergedValue, on, operationsOf, patch, withParameter } from '../wire/requests.ts';

const PUT = on('Groups', 'PUT');

const hasNoMembers = (members: unknown) => Array.isArray(members) && members.length === 0;

/** Groups as a whole. */
export const groupFaults: readonly Fault[] = [
  {
    name: 'rename-empties-group',
    bug: 'A rename, in which no members stand, takes all members away.',
    source: 'langwatch/langwatch#7131',
    caughtBy: [
      story('okta-catalogue-app', '08-push-group', 'New name, same members', /members/),
      story('entra-id', '12-rename-and-delete-group', 'The members are still there', /members/),
      story('jumpcloud', '08-rename-keeps-members', 'It has the new name and the same members', /members/),
    ],
    plant: () => async (request, send) => {
      const isRename = operationsOf(request).some(
        each => each.path === 'displayName' || (mergedValue(each) && !('members' in (mergedValue(each) ?? {}))),
      );
      const answer = await send(request);
      if (isRename && on('Groups', 'PATCH')(request)) {
        await send(patch(request, request.path, [{ op: 'replace', path: 'members', value: [] }]));
      }
      return answer;
    },
  },
  {
    name: 'empty-replace-ignored',
    bug: 'A "replace" of members with an empty list leaves them all.',
    source: 'Captain-P-Goldfish/SCIM-SDK#757, jelhub/scimgateway#111',
    caughtBy: [
      story('okta-catalogue-app', '08b-empty-group', 'The group is empty', /members/),
      story('okta-catalogue-app', '18-push-without-path', 'The group is empty', /members/),
    ],
    plant: () =>
      onOperations('Groups', each =>
        hasNoMembers(each.value) || hasNoMembers(mergedValue(each)?.['members']) ? undefined : each,
      ),
  },
  {
    name: 'replace-members-refused',
    bug: 'A "replace" of members is not supported.',
    source: 'scim-for-keycloak#144',
    caughtBy: [
      exchange('okta-catalogue-app', '24-push-now', /status is 501/),
      exchange('rfc7644', '90l-replace-members', /status is 501/),
    ],
    plant: () => refuseOperation(each => each.op === 'replace' && each.path === 'members', 501, 'Not supported.'),
  },
  {
    name: 'put-group-conflicts-with-itself',
    bug: 'A PUT of a group is refused because a group of that name is there: it is the same one.',
    source: 'lightdash/lightdash#15035',
    caughtBy: [exchange('okta-custom-app', '20-put-group', /status is 409/)],
    plant: () => async (request, send) => {
      if (!PUT(request)) return send(request);
      const { displayName } = await read(request, send);
      const isSame = objectIn(request.body)['displayName'] === displayName;
      return isSame ? scimError(409, 'A group of that name exists.', 'uniqueness') : send(request);
    },
  },
  {
    name: 'put-group-stores-no-members',
    bug: 'A PUT of a group is answered with 200, and its members are gone.',
    source: 'gravitational/teleport#67372',
    caughtBy: [
      story('okta-custom-app', '08-push-group', 'Both members are there', /members/),
      story('generic', '07-keycloak-group', 'Both are members', /members/),
    ],
    plant: () => onBody(PUT, body => ({ ...body, members: [] })),
  },
  {
    name: 'put-group-keeps-members',
    bug: 'A PUT of a group leaves members who are not in it.',
    source: 'servers that only ever add members',
    caughtBy: [
      story('okta-custom-app', '08-push-group', 'One has left, one has joined', /members/),
      story('jumpcloud', '07b-group-emptied', 'Whoever is not in the PUT has left', /members/),
    ],
    plant: () => async (request, send) => {
      if (!PUT(request)) return send(request);
      const body = objectIn(request.body);
      const members = [...elementsOf((await read(request, send))['members']), ...elementsOf(body['members'])];
      return send({ ...request, body: JSON.stringify({ ...body, members }) });
    },
  },
  {
    name: 'member-display-null-refused',
    bug: 'A member whose "display" is null is refused.',
    source: 'Okta was captured to send it for people without a name',
    caughtBy: [exchange('okta-custom-app', '21-put-group-members', /status is 400/)],
    plant: () =>
      refuse(
        request => objectsIn(objectIn(request.body)['members']).some(({ display }) => display === null),
        400,
        'display: expected string, received null',
        'invalidValue',
      ),
  },
  {
    name: 'member-display-immutable',
    bug: 'A PUT with another "display" for a member is refused: members are immutable.',
    source: 'simpleidserver/SimpleIdServer#247, #292, #697',
    caughtBy: [story('okta-custom-app', '08b-empty-group', '21-put-group-other-display', /status is 400/)],
    plant: immutableDisplays,
  },
  {
    name: 'create-group-without-members-refused',
    bug: 'A group cannot be created without "members".',
    source: 'ssoready/ssoready: JumpCloud sends none',
    caughtBy: [
      exchange('jumpcloud', '23-create-group', /status is 400/),
      exchange('generic', '64-authentik-create-group', /status is 400/),
    ],
    plant: () =>
      refuse(
        request => on('Groups', 'POST')(request) && !('members' in objectIn(request.body)),
        400,
        'members is required.',
        'invalidValue',
      ),
  },
  {
    name: 'read-only-key-in-value-refused',
    bug: 'The id inside the value of a "replace" without a path is an error, instead of being left alone.',
    source: 'Okta, JumpCloud and authentik send it; RFC 7644 §3.5.2 makes only a path to it an error',
    caughtBy: [
      exchange('okta-catalogue-app', '22-rename-group', /status is 400/),
      exchange('jumpcloud', '25-rename-group-with-id', /status is 400/),
    ],
    plant: () => refuseOperation(each => 'id' in (mergedValue(each) ?? {}), 400, 'id is read-only.', 'mutability'),
  },
  {
    name: 'members-despite-exclusion',
    bug: 'excludedAttributes=members is not heeded: every read of a group carries all its members.',
    source: 'Infisical/infisical#6525',
    caughtBy: [
      exchange('entra-id', '62-read-group', /members/),
      exchange('rfc7644', '90e-read-group-without-members', /members/),
    ],
    plant: () => onRequest(on('Groups', 'GET'), request => withParameter(request, 'excludedAttributes', undefined)),
  },
  {
    name: 'deleted-user-stays-a-member',
    bug: 'Whoever was deleted is still in the list of members.',
    source: 'RFC 7643 §4.2',
    caughtBy: [story('rfc7644', '10-deleted-user-leaves-groups', 'One member is left', /members/)],
    plant: deletedMembers,
  },
  {
    name: 'deleted-group-still-there',
    bug: 'A group that was deleted can still be read.',
    source: 'JumpCloud: groups must be created, updated and deleted, or its activation fails',
    caughtBy: [story('jumpcloud', '04-activate-groups', 'The group is gone', /status is 200/)],
    plant: () => async (request, send) =>
      on('Groups', 'DELETE')(request) && !request.isSetUp ? { status: 204, headers: {}, body: '' } : send(request),
  },
];

function immutableDisplays(): Handle {
  const displays = new Map<string, unknown>();
  return async (request, send) => {
    const members = objectsIn(objectIn(request.body)['members']);
    const key = (member: JsonObject) => `${idIn(request)} ${textOf(member['value'])}`;
    if (PUT(request)) {
      if (members.some(each => displays.has(key(each)) && displays.get(key(each)) !== each['display'])) {
        return scimError(400, 'members is immutable.', 'mutability');
      }
      const there = objectsIn((await read(request, send))['members']);
      if (members.some(each => there.some(one => one['value'] === each['value'] && isOther(one, each)))) {
        return scimError(400, 'members is immutable.', 'mutability');
      }
      for (const each of members) displays.set(key(each), each['display']);
    }
    return send(request);
  };
}

function isOther(before: JsonObject, after: JsonObject): boolean {
  return before['display'] !== undefined && after['display'] !== undefined && before['display'] !== after['display'];
}

function deletedMembers(): Handle {
  const gone = new Map<string, string>();
  return async (request, send) => {
    if (on('Users', 'DELETE')(request)) {
      const filter = encodeURIComponent(`members.value eq "${idIn(request)}"`);
      const found = await send(alike(request, 'GET', '/Groups', undefined, `filter=${filter}`));
      for (const group of resourcesOf(found)) gone.set(textOf(group['id']), idIn(request));
    }
    return mapResources(await send(request), group => {
      const id = gone.get(textOf(group['id']));
      return id === undefined ? group : { ...group, members: [...elementsOf(group['members']), { value: id }] };
    });
  };
}
