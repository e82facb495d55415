import { isObject } from '../../runner/template.ts';
import { exchange, type Fault, story } from '../fault.ts';
import { pretend, read, scimError } from '../wire/answers.ts';
import { onOperations, onRequest, onResources } from '../wire/handles.ts';
import { elementsOf, objectIn, textOf, without } from '../wire/json.ts';
import { alike, on, operationsOf, parameter, withParameter } from '../wire/requests.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Values that become others than those that were sent. */
export const valueFaults: readonly Fault[] = [
  {
    name: 'name-true-becomes-boolean',
    bug: 'A displayName that is "True" becomes a boolean.',
    source: 'the other side of scimmyjs/scimmy#51: every text that looks like a boolean is made one',
    caughtBy: [story('entra-id', '10c-name-like-a-boolean', 'It is still text', /displayName/)],
    plant: () =>
      onResources(user => {
        const isBoolean = /^(?:true|false)$/i.test(textOf(user['displayName']));
        return isBoolean ? { ...user, displayName: /^true$/i.test(textOf(user['displayName'])) } : user;
      }),
  },
  {
    name: 'department-lost-with-manager',
    bug: 'When the manager is cleared the whole extension goes.',
    source: 'a cleared manager that is written as an empty extension',
    caughtBy: [
      story(
        'entra-id',
        '07-manager',
        'There is no manager, and the department is still there',
        /enterprise|department/,
      ),
    ],
    plant: () =>
      onOperations('Users', each =>
        each.path?.endsWith('manager') === true && each.value === '' ? { op: 'remove', path: ENTERPRISE } : each,
      ),
  },
  {
    name: 'email-added-instead-of-replaced',
    bug: 'A "replace" of emails[type eq "work"].value adds an e-mail.',
    source: 'lists that are only ever appended to',
    caughtBy: [
      story('entra-id', '03-incremental-cycle', 'Everything that was sent has changed, and nothing besides', /emails/),
    ],
    plant: () => async (request, send) => {
      const isReplaced = operationsOf(request).some(({ path }) => path === 'emails[type eq "work"].value');
      const before = isReplaced ? elementsOf((await read(request, send))['emails']) : [];
      const answer = await send(request);
      if (before.length === 0 || answer.status >= 300) return answer;
      const user = await read(request, send);
      const old = before.filter(isObject).map(each => ({ ...each, type: 'other', primary: false }));
      await send(alike(request, 'PUT', request.path, { ...user, emails: [...elementsOf(user['emails']), ...old] }));
      return answer;
    },
  },
  {
    name: 'part-replaces-the-name',
    bug: 'A new givenName takes the familyName away.',
    source: 'SailPoint sends parts of a name; objects that are put in the place of others',
    caughtBy: [story('generic', '05-sailpoint-changes-name', 'Both parts are there', /familyName/)],
    plant: () => async (request, send) => {
      const answer = await send(request);
      const isPart = operationsOf(request).some(({ path, value = null }) => path === 'name' && isObject(value));
      if (!isPart || answer.status >= 300) return answer;
      const user = await read(request, send);
      const name = isObject(user['name']) ? without(user['name'], key => key === 'familyName') : null;
      await send(alike(request, 'PUT', request.path, { ...user, name }));
      return answer;
    },
  },
  {
    name: 'equal-is-contains',
    bug: '"eq" finds whoever has the value somewhere in the name.',
    source: 'searches by LIKE; the wrong person is then taken for the right one',
    caughtBy: [exchange('rfc7644', '60y-filter-eq-whole', /totalResults/)],
    plant: () =>
      onRequest(
        request =>
          / eq /i.test(parameter(request, 'filter') ?? '') && /^userName/i.test(parameter(request, 'filter') ?? ''),
        request => withParameter(request, 'filter', parameter(request, 'filter')?.replace(/ eq /i, ' co ')),
      ),
  },
  {
    name: 'rename-to-taken-name-accepted',
    bug: 'A rename to the name of somebody else is answered with 200.',
    source: 'uniqueness that is looked at when somebody is created, only',
    caughtBy: [
      exchange('okta-custom-app', '14-rename-user-taken', /status is 200/),
      exchange('entra-id', '35-rename-user-conflict', /status is 200/),
      exchange('rfc7644', '73-replace-user-taken', /status is 200/),
    ],
    plant: () => async (request, send) => {
      const answer = await send(request);
      return answer.status === 409 && on('Users', 'PUT', 'PATCH')(request) ? pretend(request, send) : answer;
    },
  },
  {
    name: 'rename-of-group-ignored',
    bug: 'A rename of a group is answered well and does nothing.',
    source: 'unknown operations that are passed over',
    caughtBy: [
      story('entra-id', '12-rename-and-delete-group', 'The name is new', /displayName/),
      story('rfc7644', '08b-renamed-replaced-emptied', 'Renamed, with the same members', /displayName/),
    ],
    plant: () => onOperations('Groups', each => (each.path === 'displayName' ? undefined : each)),
  },
  {
    name: 'phone-types-lost',
    bug: 'Telephone numbers lose their type.',
    source: 'servers with one column for a number',
    caughtBy: [story('entra-id', '17-full-profile', 'Telephone numbers are as they were sent', /phoneNumbers/)],
    plant: () =>
      onResources(user =>
        'phoneNumbers' in user
          ? {
              ...user,
              phoneNumbers: elementsOf(user['phoneNumbers'])
                .filter(isObject)
                .map(each => without(each, key => key === 'type')),
            }
          : user,
      ),
  },
  {
    name: 'non-ascii-garbled',
    bug: 'Letters beyond ASCII become question marks.',
    source: 'databases and headers in Latin-1; RFC 7643 §2.3.1',
    caughtBy: [exchange('rfc7644', '27-create-user-unicode', /body/)],
    plant: () => async (request, send) => {
      const answer = await send(request);
      // oxlint-disable-next-line no-control-regex -- all that is not ASCII
      return { ...answer, body: answer.body.replaceAll(/[^\u0000-\u007f]/g, '?') };
    },
  },
  {
    name: 'second-group-of-one-name-breaks',
    bug: 'A second group of one name is answered with 500.',
    source: 'a unique index that nobody thought of',
    caughtBy: [exchange('entra-id', '85-validator-create-group-twice', /status is 500/)],
    plant: () => async (request, send) => {
      const { displayName } = objectIn(request.body);
      if (!on('Groups', 'POST')(request) || typeof displayName !== 'string') return send(request);
      const query = `filter=${encodeURIComponent(`displayName eq ${JSON.stringify(displayName)}`)}`;
      const found = objectIn((await send(alike(request, 'GET', '/Groups', undefined, query))).body);
      return found['totalResults'] === 0 ? send(request) : scimError(500, 'duplicate key value');
    },
  },
];
