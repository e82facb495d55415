import { setTimeout as pause } from 'node:timers/promises';
import { answerWith, mapResources, pretend, read, scimError } from '../wire/answers.ts';
import { exchange, type Fault, story } from '../fault.ts';
import { onOperations, refuseOperation } from '../wire/handles.ts';
import { elementsOf, objectIn, objectsIn, textOf } from '../wire/json.ts';
import type { Handle } from '../wire/message.ts';
import { alike, idIn, isAboutMembers, memberIds, on, type Operation, operationsOf } from '../wire/requests.ts';

const isRemovalByValue = (each: Operation) =>
  each.op === 'remove' && isAboutMembers(each) && elementsOf(each.value).length > 0;
const isRemovalByFilter = ({ op, path = '' }: Operation) => op === 'remove' && /^members\[/i.test(path);
const isAddition = (each: Operation) => each.op === 'add' && isAboutMembers(each);
const isReplacement = (each: Operation) => each.op === 'replace' && isAboutMembers(each);

/** Members of groups, one by one. */
export const memberFaults: readonly Fault[] = [
  {
    name: 'remove-by-value-empties-group',
    bug: 'A "remove" of "members" with a value array removes everybody.',
    source: 'Captain-P-Goldfish/SCIM-SDK#149, #167, apache/directory-scimple#436, pond/scimitar#43',
    caughtBy: [
      story('entra-id', '11-group-members', 'One has left', /members/),
      story('jumpcloud', '07-group-members', 'Only one has left, not everybody', /members/),
      story('generic', '08-authentik-group', 'Only one has left, not everybody', /members/),
    ],
    plant: () =>
      onOperations('Groups', each => {
        if (!isRemovalByValue(each)) return each;
        const { value: _, ...everybody } = each;
        return everybody;
      }),
  },
  {
    name: 'remove-by-value-refused',
    bug: 'A "remove" of "members" with a value array is refused.',
    source: 'thomaspoignant/scim-patch#959, MicrosoftDocs/azure-docs#30826',
    caughtBy: [
      exchange('entra-id', '65-remove-member', /status is 400/),
      exchange('jumpcloud', '31-remove-member-by-value', /status is 400/),
    ],
    plant: () => refuseOperation(isRemovalByValue, 400, 'A value is not allowed here.', 'invalidSyntax'),
  },
  {
    name: 'remove-by-value-ignored',
    bug: 'A "remove" of "members" with a value array is answered well and does nothing.',
    source: 'itsaplan#250',
    caughtBy: [story('entra-id', '11-group-members', 'One has left', /members/)],
    plant: () => onOperations('Groups', each => (isRemovalByValue(each) ? undefined : each)),
  },
  {
    name: 'filtered-remove-empties-group',
    bug: 'The filter of members[value eq "…"] is not looked at: everybody is removed.',
    source: 'msaad00/agent-bom#3533',
    caughtBy: [
      story('okta-catalogue-app', '08a-change-members', 'Only who was named has left', /members/),
      story('rfc7644', '08-members-come-and-go', 'Only one has left', /members/),
    ],
    plant: () => onOperations('Groups', each => (isRemovalByFilter(each) ? { op: 'remove', path: 'members' } : each)),
  },
  {
    name: 'filtered-remove-ignored',
    bug: 'A removal by members[value eq "…"] is answered well and does nothing.',
    source: 'itsaplan#250',
    caughtBy: [story('jumpcloud', '07-group-members', 'Only one has left', /members/)],
    plant: () => onOperations('Groups', each => (isRemovalByFilter(each) ? undefined : each)),
  },
  {
    name: 'add-replaces-members',
    bug: 'An "add" of members puts them in the place of those who were there.',
    source: 'msaad00/agent-bom#3533',
    caughtBy: [
      story('okta-catalogue-app', '08a-change-members', 'One more', /members/),
      story('entra-id', '11-group-members', 'All three are members', /members/),
    ],
    plant: () => onOperations('Groups', each => (isAddition(each) ? { ...each, op: 'replace' } : each)),
  },
  {
    name: 'replace-adds-members',
    bug: 'A "replace" of members adds them to those who were there.',
    source: 'servers that only ever add members',
    caughtBy: [
      story('okta-catalogue-app', '08a-change-members', 'The membership is what was pushed', /members/),
      story('rfc7644', '08b-renamed-replaced-emptied', 'The list is new', /members/),
    ],
    plant: () => onOperations('Groups', each => (isReplacement(each) ? { ...each, op: 'add' } : each)),
  },
  {
    name: 'first-of-several-members-added',
    bug: 'Of several members in one "add" only the first is kept.',
    source: 'ssoready/ssoready, measured',
    caughtBy: [story('entra-id', '11a-several-members', 'All three are members again', /members/)],
    plant: () =>
      onOperations('Groups', each =>
        isAddition(each) ? { ...each, value: elementsOf(each.value).slice(0, 1) } : each,
      ),
  },
  {
    name: 'members-acknowledged-not-stored',
    bug: 'An "add" of members is answered well and does nothing.',
    source: 'ory/polis, measured',
    caughtBy: [
      story('entra-id', '02-initial-cycle', 'Both are in the group', /members/),
      story('jumpcloud', '07-group-members', 'All three are members', /members/),
    ],
    plant: () => onOperations('Groups', each => (isAddition(each) ? undefined : each)),
  },
  {
    name: 'members-lost-at-the-same-time',
    bug: 'A change of members reads the group, changes it and writes it whole: of changes at the same time the last one wins.',
    source: 'BerriAI/litellm#34209, ory/polis#4080, Infisical/infisical#6471',
    caughtBy: [
      story('entra-id', '13-members-at-the-same-time', 'All forty, and the one who was there, are members', /members/),
      story('okta-catalogue-app', '20-changes-at-the-same-time', 'All have joined, and nobody has left', /members/),
      story('generic', '09-authentik-group-at-once', 'All twenty are members', /members/),
    ],
    plant: () => staleWrite,
  },
  {
    name: 'second-add-refused',
    bug: 'A member who is added again is a conflict.',
    source: 'simpleidserver/SimpleIdServer#245; ssoready/ssoready had to change it for JumpCloud',
    caughtBy: [
      exchange('entra-id', '64-add-member-again', /status is 409/),
      exchange('okta-catalogue-app', '23-add-member-again', /status is 409/),
      exchange('jumpcloud', '28-add-member-again', /status is 409/),
    ],
    plant: () => async (request, send) => {
      const added = operationsOf(request)
        .filter(isAddition)
        .flatMap(({ value }) => memberIds(value));
      if (added.length === 0) return send(request);
      const there = memberIds((await read(request, send))['members']);
      return added.some(id => there.includes(id))
        ? scimError(409, 'Is a member already.', 'uniqueness')
        : send(request);
    },
  },
  {
    name: 'second-add-stored-twice',
    bug: 'A member who is added again is there twice.',
    source: 'a list where there should be a set',
    caughtBy: [
      story('entra-id', '11-group-members', 'Nobody is a member twice', /members/),
      story('jumpcloud', '09-same-member-twice', 'Two members, neither twice', /members/),
    ],
    plant: twice,
  },
  {
    name: 'unknown-member-fails-without-a-name',
    bug: 'One member who is gone fails the whole push, and the answer does not say who it is.',
    source: 'getsentry/sentry#122540',
    caughtBy: [
      exchange('okta-custom-app', '21-put-group-unknown-member', /status is 404/),
      exchange('okta-catalogue-app', '23-add-unknown-member', /status is 404/),
    ],
    plant: () => async (request, send) => {
      const answer = await send(request);
      const isAboutMember = answer.status === 400 && /has the id/.test(textOf(objectIn(answer.body)['detail']));
      return isAboutMember ? scimError(404, 'User not found') : answer;
    },
  },
  {
    name: 'unknown-member-stored',
    bug: 'Somebody who does not exist becomes a member.',
    source: 'the other way to answer getsentry/sentry#122540 wrongly',
    caughtBy: [
      story(
        'okta-custom-app',
        '09-push-group-with-a-member-who-is-gone',
        'The others are members as before',
        /members/,
      ),
    ],
    sparesSetUp: true,
    plant: ghostMembers,
  },
  {
    name: 'inactive-member-refused',
    bug: 'Somebody who is inactive cannot be added to a group.',
    source: 'ssoready/ssoready: members were looked for among the active only',
    caughtBy: [exchange('jumpcloud', '29-add-inactive-member', /status is 400/)],
    plant: () => async (request, send) => {
      for (const id of operationsOf(request)
        .filter(isAddition)
        .flatMap(({ value }) => memberIds(value))) {
        if ((await read(request, send, `/Users/${id}`))['active'] === false) return scimError(400, 'Is inactive.');
      }
      return send(request);
    },
  },
  {
    name: 'remove-all-with-null-ignored',
    bug: 'A "remove" of "members" with a value that is null does nothing.',
    source: 'Keycloak sends it when the last member has left',
    caughtBy: [story('generic', '07-keycloak-group', 'The group is empty', /members/)],
    plant: () =>
      onOperations('Groups', each =>
        each.op === 'remove' && isAboutMembers(each) && elementsOf(each.value).length === 0 ? undefined : each,
      ),
  },
];

const staleWrite: Handle = async (request, send) => {
  const operations = operationsOf(request);
  if (!operations.some(isAddition)) return send(request);
  const group = await read(request, send);
  // As long as it takes an application to decide.
  await pause(30);
  const members = [...elementsOf(group['members']), ...operations.flatMap(({ value }) => elementsOf(value))];
  await send(alike(request, 'PUT', request.path, { ...group, members }));
  return pretend(request, send);
};

function twice(): Handle {
  const again = new Map<string, string>();
  return async (request, send) => {
    const added = operationsOf(request)
      .filter(isAddition)
      .flatMap(({ value }) => memberIds(value));
    if (added.length > 0) {
      const there = memberIds((await read(request, send))['members']);
      for (const id of added.filter(each => there.includes(each))) again.set(idIn(request), id);
    }
    return mapResources(await send(request), group => {
      const id = again.get(textOf(group['id']));
      return id === undefined ? group : { ...group, members: [...elementsOf(group['members']), { value: id }] };
    });
  };
}

function ghostMembers(): Handle {
  const ghosts = new Map<string, string>();
  return async (request, send) => {
    const answer = await send(request);
    const [, ghost] = /has the id "([^"]+)"/.exec(textOf(objectIn(answer.body)['detail'])) ?? [];
    if (on('Groups', 'PUT', 'PATCH')(request) && answer.status === 400 && ghost !== undefined) {
      ghosts.set(idIn(request), ghost);
      return showGhosts(await send(alike(request, 'GET', request.path)));
    }
    return showGhosts(answer);
  };
  function showGhosts(answer: Awaited<ReturnType<Handle>>) {
    const group = objectIn(answer.body);
    const ghost = ghosts.get(textOf(group['id']));
    if (ghost === undefined) return answer;
    return answerWith(answer, { ...group, members: [...objectsIn(group['members']), { value: ghost }] });
  }
}
