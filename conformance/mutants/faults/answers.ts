import { exchange, type Fault, story } from '../fault.ts';
import { answerWith, isListAnswer, resourcesOf, scimError } from '../wire/answers.ts';
import { onAnswer, onAnswerBody, onResources, refuse } from '../wire/handles.ts';
import { elementsOf, objectIn, without } from '../wire/json.ts';
import { idIn, on } from '../wire/requests.ts';

/** What answers say, and how: statuses, types, what is left out. */
export const answerFaults: readonly Fault[] = [
  {
    name: 'total-as-text',
    bug: 'totalResults is text.',
    source: 'JumpCloud: "expecting one data type and the service provider is sending another"',
    caughtBy: [
      exchange('okta-custom-app', '03-find-user', /totalResults/),
      exchange('entra-id', '10-match-user', /totalResults/),
      exchange('jumpcloud', '15-look-up-user', /totalResults/),
    ],
    sparesSetUp: true,
    plant: () =>
      onAnswerBody(
        answer => isListAnswer(answer),
        body => ({ ...body, totalResults: JSON.stringify(body['totalResults']) }),
      ),
  },
  {
    name: 'active-as-text',
    bug: 'active is answered as text.',
    source: 'JumpCloud: "expecting one data type and the service provider is sending another"',
    caughtBy: [
      exchange('okta-custom-app', '03-find-user', /active/),
      exchange('entra-id', '10-match-user', /active/),
      exchange('jumpcloud', '03-create-user', /active/),
    ],
    plant: () => onResources(user => ('active' in user ? { ...user, active: JSON.stringify(user['active']) } : user)),
  },
  {
    name: 'list-without-schemas',
    bug: 'A list does not say that it is a ListResponse.',
    source: 'the acceptance suite of Okta asks for it',
    caughtBy: [
      exchange('okta-spec', '01-list-one-user', /schemas/),
      exchange('entra-id', '10-match-user', /schemas/),
      exchange('jumpcloud', '01-list-users', /schemas/),
    ],
    plant: () =>
      onAnswerBody(
        answer => isListAnswer(answer),
        body => without(body, key => key === 'schemas'),
      ),
  },
  {
    name: 'created-without-body',
    bug: 'A creation is answered with 201 and nothing more: the id is not told.',
    source: 'RFC 7644 §3.3 allows it with Location; identity providers read the body',
    caughtBy: [
      exchange('okta-spec', '06-create-user', /empty/),
      exchange('entra-id', '20-create-user', /empty/),
      exchange('jumpcloud', '03-create-user', /empty/),
    ],
    sparesSetUp: true,
    plant: () => onAnswer(answer => (answer.status === 201 ? { ...answer, body: '' } : answer)),
  },
  {
    name: 'conflict-as-400',
    bug: 'Somebody who is there already is answered with 400.',
    source: 'validation errors of web frameworks',
    caughtBy: [
      exchange('okta-spec', '08-create-user-again', /status is 400/),
      exchange('entra-id', '21-create-user-conflict', /status is 400/),
      exchange('jumpcloud', '14-create-user-taken', /status is 400/),
    ],
    plant: () => onAnswer(answer => (answer.status === 409 ? scimError(400, 'userName has been taken.') : answer)),
  },
  {
    name: 'absent-as-500',
    bug: 'Somebody who is not there is answered with 500.',
    source: 'an error that nobody caught',
    caughtBy: [
      exchange('okta-spec', '04-read-nobody', /status is 500/),
      exchange('entra-id', '30-read-user-deleted', /status is 500/),
      exchange('jumpcloud', '11-read-deleted-user', /status is 500/),
    ],
    plant: () => onAnswer(answer => (answer.status === 404 ? scimError(500, 'undefined') : answer)),
  },
  {
    name: 'wrong-token-403',
    bug: 'A wrong token is answered with 403.',
    source: 'RFC 9110 §15.5.2: 401',
    caughtBy: [
      exchange('okta-custom-app', '01-test-connection-wrong-credential', /status is 403/),
      exchange('jumpcloud', '50-wrong-token', /status is 403/),
      exchange('rfc7644', '48-wrong-token', /status is 403/),
    ],
    plant: () => onAnswer(answer => (answer.status === 401 ? scimError(403, 'Forbidden.') : answer)),
  },
  {
    name: 'charset-refused',
    bug: 'application/scim+json with a charset is refused.',
    source: 'Okta and Entra ID send a charset; media types that are compared letter by letter',
    caughtBy: [
      exchange('okta-custom-app', '04-create-user', /status is 415/),
      exchange('entra-id', '20-create-user', /status is 415/),
    ],
    plant: () =>
      refuse(({ headers }) => /charset/i.test(headers['content-type'] ?? ''), 415, 'Unsupported media type.'),
  },
  {
    name: 'large-group-cut-at-100',
    bug: 'Of a large group only 100 members are shown.',
    source: 'limits that are meant for lists; large groups are trouble elsewhere, too: WSO2 product-is#6918',
    caughtBy: [story('okta-catalogue-app', '19-large-group', 'All of them are members', /members/)],
    plant: () =>
      onAnswer((answer, request) => {
        const [group] = resourcesOf(answer);
        const members = elementsOf(group?.['members']);
        return group && on('Groups', 'GET')(request) && idIn(request) !== '' && members.length > 100
          ? answerWith(answer, { ...objectIn(answer.body), members: members.slice(0, 100) })
          : answer;
      }),
  },
  {
    name: 'external-id-not-returned',
    bug: 'externalId is stored and not answered.',
    source: 'servers that keep it for themselves',
    caughtBy: [exchange('entra-id', '11-match-by-external-id', /externalId/)],
    plant: () => onResources(each => without(each, key => key === 'externalId')),
  },
];
