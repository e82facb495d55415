import type { JsonObject } from '../../runner/profile/exchange.ts';
import { mapResources, pretend, read, scimError } from '../wire/answers.ts';
import { exchange, type Fault, story } from '../fault.ts';
import { onOperations, refuse, refuseOperation } from '../wire/handles.ts';
import { objectIn, objectsIn, textOf, without } from '../wire/json.ts';
import type { Handle } from '../wire/message.ts';
import { idIn, mergedValue, on, operationsOf, withOperations } from '../wire/requests.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** PATCH of users, and how its messages are read. */
export const patchFaults: readonly Fault[] = [
  {
    name: 'path-less-operation-ignored',
    bug: 'An operation without a path is answered well and does nothing.',
    source: 'getsentry/sentry#27199',
    caughtBy: [
      story('okta-catalogue-app', '02-assign-update-deactivate', '10-deactivate', /active/),
      story('jumpcloud', '04-activate-groups', 'The group has its new name', /displayName/),
    ],
    plant: () => onOperations('any', each => (each.path === undefined ? undefined : each)),
  },
  {
    name: 'path-less-operation-breaks',
    bug: 'An operation without a path is answered with 500.',
    source: 'pond/scimitar#29, Metatavu/keycloak-scim-server#95',
    caughtBy: [
      exchange('okta-catalogue-app', '10-deactivate', /status is 500/),
      exchange('jumpcloud', '24-rename-group', /status is 500/),
    ],
    plant: () => refuseOperation(each => each.path === undefined, 500, 'path is undefined'),
  },
  {
    name: 'patch-missing',
    bug: 'PATCH is not there, although ServiceProviderConfig promises it.',
    source: 'unitycatalog/unitycatalog#423, medplum/medplum#5679',
    caughtBy: [
      exchange('okta-catalogue-app', '10-deactivate', /status is 405/),
      exchange('entra-id', '50-disable', /status is 405/),
    ],
    sparesSetUp: true,
    plant: () => refuse(({ method }) => method === 'PATCH', 405, 'Method not allowed.'),
  },
  {
    name: 'put-missing',
    bug: 'PUT is not there.',
    source: 'coder/coder#15828',
    caughtBy: [
      exchange('okta-custom-app', '09-deactivate', /status is 405/),
      exchange('jumpcloud', '07-deactivate-user', /status is 405/),
    ],
    plant: () => refuse(({ method }) => method === 'PUT', 405, 'Method not allowed.'),
  },
  {
    name: 'patch-without-effect',
    bug: 'A PATCH of a user is answered with 204 and does nothing.',
    source: 'ory/polis, while a directory is switched off',
    caughtBy: [
      story(
        'okta-catalogue-app',
        '02-assign-update-deactivate',
        'The person is still there, inactive and otherwise the same',
        /active/,
      ),
      story('entra-id', '03-incremental-cycle', 'Everything that was sent has changed, and nothing besides', /body/),
    ],
    sparesSetUp: true,
    plant: () => async (request, send) =>
      on('Users', 'PATCH')(request) ? { status: 204, headers: {}, body: '' } : send(request),
  },
  {
    name: 'patch-not-atomic',
    bug: 'When one operation of a PATCH cannot be done, those before it stay done.',
    source: 'RFC 7644 §3.5.2; common where operations are stored one by one',
    caughtBy: [
      story('rfc7644', '05-patch-all-or-nothing', 'Everything is as it was, version and lastModified, too', /body/),
      story('rfc7644', '09-group-all-or-nothing', 'Both are still members', /members/),
    ],
    plant: () => async (request, send) => {
      const operations = operationsOf(request);
      for (const each of operations.slice(0, -1)) {
        const answer = await send(withOperations(request, [each]));
        if (answer.status >= 300) return answer;
      }
      return send(operations.length > 1 ? withOperations(request, operations.slice(-1)) : request);
    },
  },
  {
    name: 'capitalised-operation-refused',
    bug: 'Only "add", "replace" and "remove" in small letters are known.',
    source: 'Entra ID sends "Add", "Replace" and "Remove"; Microsoft documents it',
    caughtBy: [exchange('entra-id', '31-update-user', /status is 400/)],
    plant: () =>
      refuse(
        request => objectsIn(objectIn(request.body)['Operations']).some(({ op }) => /^[A-Z]/.test(textOf(op))),
        400,
        'op must be one of add, remove, replace.',
        'invalidSyntax',
      ),
  },
  {
    name: 'no-target-for-new-email',
    bug: 'A "replace" of emails[type eq "work"].value is refused where there is no such e-mail yet.',
    source: 'thomaspoignant/scim-patch#42, scim-for-keycloak#73, limosa-io/laravel-scim-server#34',
    caughtBy: [exchange('entra-id', '33-create-work-email', /status is 400/)],
    plant: () => noTarget,
  },
  {
    name: 'external-id-immutable',
    bug: 'externalId cannot be changed.',
    source: 'MicrosoftDocs/azure-docs#101526: administrators map another attribute to it later',
    caughtBy: [exchange('entra-id-optscim', '31-update-external-id-alone', /status is 400/)],
    plant: () =>
      refuseOperation(
        each => each.path === 'externalId' || 'externalId' in (mergedValue(each) ?? {}),
        400,
        'externalId is immutable.',
        'mutability',
      ),
  },
  {
    name: 'dotted-key-stored-literally',
    bug: 'A key like "name.givenName" becomes an attribute of that name.',
    source: 'simpleidserver/SimpleIdServer#388, Captain-P-Goldfish/SCIM-SDK#267, pingidentity/scim2#224',
    caughtBy: [
      story('entra-id-optscim', '18-merged-operations', 'Names went into the name', /name/),
      exchange('entra-id-optscim', '31-update-user-add-merged', /name/),
    ],
    plant: () => storedLiterally(key => !key.startsWith('urn:') && key.includes('.')),
  },
  {
    name: 'urn-key-stored-literally',
    bug: `A key like "${ENTERPRISE}:department" becomes an attribute of that name.`,
    source: 'thomaspoignant/scim-patch PR 133',
    caughtBy: [
      exchange('entra-id-optscim', '36-department', /enterprise/),
      story('entra-id', '82-validator-patches', 'The keys with a URN went into the extension', /enterprise/),
    ],
    plant: () => storedLiterally(key => key.startsWith(`${ENTERPRISE}:`)),
  },
];

const noTarget: Handle = async (request, send) => {
  for (const { op, path = '' } of operationsOf(request)) {
    const [, attribute = '', key = '', value] = /^(\w+)\[(\w+) eq "([^"]*)"\]/i.exec(path) ?? [];
    if (op !== 'replace' || attribute === '') continue;
    const there = objectsIn((await read(request, send))[attribute]);
    if (!there.some(each => each[key] === value)) return scimError(400, 'Nothing matches the path.', 'noTarget');
  }
  return send(request);
};

function storedLiterally(isLiteral: (key: string) => boolean): Handle {
  const stored = new Map<string, JsonObject>();
  return async (request, send) => {
    const operations = operationsOf(request);
    const literal = operations.map(each => without(mergedValue(each) ?? {}, key => !isLiteral(key)));
    if (literal.every(each => Object.keys(each).length === 0)) return mapResources(await send(request), show);
    stored.set(idIn(request), Object.assign({}, stored.get(idIn(request)), ...literal) as JsonObject);
    const left = operations.flatMap(each => {
      const value = mergedValue(each);
      if (!value) return [each];
      const kept = without(value, isLiteral);
      return Object.keys(kept).length > 0 ? [{ ...each, value: kept }] : [];
    });
    const answer = await (left.length > 0 ? send(withOperations(request, left)) : pretend(request, send));
    return mapResources(answer, show);
  };
  function show(user: JsonObject): JsonObject {
    return { ...user, ...stored.get(textOf(user['id'])) };
  }
}
