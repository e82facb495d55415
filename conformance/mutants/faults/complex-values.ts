import type { Json, JsonObject } from '../../runner/profile/exchange.ts';
import { isObject } from '../../runner/template.ts';
import { exchange, type Fault, story } from '../fault.ts';
import { mapResources } from '../wire/answers.ts';
import { onOperations, refuseOperation } from '../wire/handles.ts';
import { objectsIn, textOf } from '../wire/json.ts';
import type { Handle } from '../wire/message.ts';
import { idIn, type Operation, operationsOf } from '../wire/requests.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Addresses, managers and roles, as Entra ID writes them. */
export const complexValueFaults: readonly Fault[] = [
  {
    name: 'address-split',
    bug: 'Several operations on one address make several addresses.',
    source: 'simpleidserver/SimpleIdServer#808',
    caughtBy: [
      exchange('entra-id', '34-address-parts', /addresses/),
      story('entra-id', '04-empty-profile', 'There is one address, with five parts', /addresses/),
    ],
    plant: splitAddresses,
  },
  {
    name: 'manager-not-cleared',
    bug: 'An empty text as manager leaves the manager there.',
    source: 'Entra ID sends it when the manager leaves',
    caughtBy: [
      exchange('entra-id', '39-clear-manager', /manager/),
      story('entra-id', '07-manager', 'There is no manager, and the department is still there', /manager/),
    ],
    plant: () => onOperations('Users', each => (isAboutManager(each) && each.value === '' ? undefined : each)),
  },
  {
    name: 'manager-as-text-refused',
    bug: 'A manager that is a bare id is refused: an object is expected.',
    source: 'Captain-P-Goldfish/SCIM-SDK#541, #686',
    caughtBy: [exchange('entra-id', '38-set-manager', /status is 400/)],
    plant: () =>
      refuseOperation(
        each => isAboutManager(each) && typeof each.value === 'string' && each.value !== '',
        400,
        'manager must be an object.',
        'invalidValue',
      ),
  },
  {
    name: 'manager-stored-literally',
    bug: 'A manager that is a bare id is answered as a bare id.',
    source: 'Captain-P-Goldfish/SCIM-SDK#541, #686',
    caughtBy: [
      exchange('entra-id', '38-set-manager', /manager/),
      story('entra-id', '07-manager', 'The manager is set', /manager/),
    ],
    plant: () => async (request, send) =>
      mapResources(await send(request), user => {
        const extension = user[ENTERPRISE];
        const manager = isObject(extension) ? extension['manager'] : undefined;
        return isObject(manager) && isObject(extension)
          ? { ...user, [ENTERPRISE]: { ...extension, manager: manager['value'] ?? '' } }
          : user;
      }),
  },
  {
    name: 'roles-json-kept-as-text',
    bug: 'A role that is JSON in a text stays that text.',
    source: 'Captain-P-Goldfish/SCIM-SDK#516',
    caughtBy: [
      exchange('entra-id', '40-add-roles-as-json', /roles/),
      story('entra-id', '08-roles', 'The roles are roles, and no JSON', /roles/),
    ],
    plant: rolesAsText,
  },
];

function isAboutManager({ path = '' }: Operation): boolean {
  return /(?:^|[:.])manager$/i.test(path);
}

function splitAddresses(): Handle {
  const split = new Set<string>();
  return async (request, send) => {
    if (operationsOf(request).filter(({ path = '' }) => path.startsWith('addresses[')).length > 1) {
      split.add(idIn(request));
    }
    return mapResources(await send(request), user => {
      if (!split.has(textOf(user['id']))) return user;
      const parts = objectsIn(user['addresses']).flatMap(({ type = 'work', ...rest }) =>
        Object.entries(rest).map(([key, value]): JsonObject => ({ type, [key]: value })),
      );
      return { ...user, addresses: parts };
    });
  };
}

function rolesAsText(): Handle {
  const stored = new Map<string, Json>();
  return async (request, send) => {
    for (const { path, value } of operationsOf(request)) {
      const isJson = objectsIn(value ?? null).some(each => textOf(each['value']).startsWith('{'));
      if (path === 'roles' && isJson && value !== undefined) stored.set(idIn(request), value);
    }
    return mapResources(await send(request), user => {
      const roles = stored.get(textOf(user['id']));
      return roles === undefined ? user : { ...user, roles };
    });
  };
}
