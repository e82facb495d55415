import { answerWith, isListAnswer, scimError } from '../wire/answers.ts';
import { exchange, type Fault, story } from '../fault.ts';
import { onAnswer, onAnswerBody, onRequest } from '../wire/handles.ts';
import { elementsOf, objectIn, without } from '../wire/json.ts';
import type { WireAnswer, WireRequest } from '../wire/message.ts';
import { isList, parameter, withParameter } from '../wire/requests.ts';

const isListShown = (answer: WireAnswer) => isListAnswer(answer);
const isEmpty = (answer: WireAnswer) => isListAnswer(answer) && objectIn(answer.body)['totalResults'] === 0;
const isPage = (request: WireRequest) => isList(request) && parameter(request, 'filter') === undefined;
const NO_MATCH = 'Nobody matches.';

/** Lists and pages. */
export const listFaults: readonly Fault[] = [
  {
    name: 'items-per-page-echoes-count',
    bug: 'itemsPerPage is the count that was asked for, and not how many there are.',
    source: 'ory/polis#4054',
    caughtBy: [exchange('rfc7644', '66b-last-page', /itemsPerPage/)],
    plant: () =>
      onAnswer((answer, request) => {
        const count = Number(parameter(request, 'count') ?? 100);
        return isListShown(answer) ? answerWith(answer, { ...objectIn(answer.body), itemsPerPage: count }) : answer;
      }),
  },
  {
    name: 'empty-list-null',
    bug: 'The Resources of an empty list are null.',
    source: 'ssoready/ssoready and other servers in Go',
    caughtBy: [exchange('jumpcloud', '02-look-up-user-absent', /Resources/)],
    plant: () => onAnswerBody(isEmpty, body => ({ ...body, Resources: null })),
  },
  {
    name: 'empty-list-without-resources',
    bug: 'An empty list has no Resources.',
    source: 'RFC 7644 §3.4.2 allows it; clients that count the elements stumble',
    caughtBy: [exchange('jumpcloud', '02-look-up-user-absent', /Resources/)],
    plant: () => onAnswerBody(isEmpty, body => without(body, key => key === 'Resources')),
  },
  {
    name: 'empty-list-404',
    bug: 'A filter that matches nobody is answered with 404.',
    source: 'grokability/snipe-it#11913, #11659',
    caughtBy: [
      exchange('okta-custom-app', '18-find-group-absent', /status is 404/),
      exchange('entra-id', '01-probe-users', /status is 404/),
      exchange('jumpcloud', '02-look-up-user-absent', /status is 404/),
      exchange('rfc7644', '60b-filter-nobody', /status is 404/),
    ],
    plant: () =>
      onAnswer((answer, request) =>
        isEmpty(answer) && parameter(request, 'filter') !== undefined ? scimError(404, NO_MATCH) : answer,
      ),
  },
  {
    name: 'total-cut-at-100',
    bug: 'totalResults is never more than 100.',
    source: 'better-auth/better-auth#10398',
    caughtBy: [
      story('okta-custom-app', '12-import-a-full-page-and-one', '16-import-users', /totalResults/),
      story('entra-id', '14c-discover-101-accounts', '53-list-users', /totalResults/),
    ],
    plant: () =>
      onAnswerBody(isListShown, body => ({ ...body, totalResults: Math.min(100, Number(body['totalResults'])) })),
  },
  {
    name: 'total-of-the-page',
    bug: 'totalResults is how many are on the page.',
    source: 'ory/polis, casdoor/casdoor',
    caughtBy: [
      exchange('rfc7644', '66a-page', /totalResults/),
      story('entra-id', '14e-pages-of-five', '83-validator-page', /totalResults/),
    ],
    plant: () => onAnswerBody(isListShown, body => ({ ...body, totalResults: elementsOf(body['Resources']).length })),
  },
  {
    name: 'pages-overlap',
    bug: 'Every page but the first begins with the last of the page before.',
    source: 'a startIndex that is counted from 0',
    caughtBy: [
      story('okta-custom-app', '12-import-a-full-page-and-one', '16-import-users', /more than once/),
      story('rfc7644', '12-everybody-page-by-page', '66g-list-page', /more than once/),
    ],
    plant: () =>
      onRequest(isPage, request => {
        const start = Number(parameter(request, 'startIndex') ?? 1);
        return start > 1 ? withParameter(request, 'startIndex', String(start - 1)) : request;
      }),
  },
  {
    name: 'pages-in-no-order',
    bug: 'The order is another on every page: some come twice, and some never.',
    source: 'lists without ORDER BY',
    caughtBy: [
      story('rfc7644', '12-everybody-page-by-page', '66g-list-page', /users came/),
      story('generic', '04-sailpoint-aggregates', '45-sailpoint-aggregate', /users came/),
    ],
    plant: () =>
      onRequest(
        request => isPage(request) && parameter(request, 'sortBy') === undefined && !request.isSetUp,
        request => {
          const isSecond = Number(parameter(request, 'startIndex') ?? 1) > 1;
          return isSecond
            ? withParameter(withParameter(request, 'sortBy', 'id'), 'sortOrder', 'descending')
            : withParameter(request, 'sortBy', 'id');
        },
      ),
  },
  {
    name: 'start-index-ignored',
    bug: 'Every page is the first.',
    source: 'goauthentik/authentik: the page is derived wrongly from startIndex',
    caughtBy: [
      story('okta-custom-app', '12-import-a-full-page-and-one', '16-import-users', /users came/),
      exchange('rfc7644', '66b-last-page', /body/),
    ],
    plant: () => onRequest(isList, request => withParameter(request, 'startIndex', undefined)),
  },
  {
    name: 'nothing-without-count',
    bug: 'A list without startIndex and count is empty.',
    source: 'bitwarden/server#4034',
    caughtBy: [exchange('jumpcloud', '01-list-users-some', /Resources|totalResults/)],
    plant: () =>
      onAnswer((answer, request) =>
        isPage(request) && parameter(request, 'count') === undefined && isListShown(answer)
          ? answerWith(answer, { ...objectIn(answer.body), Resources: [], totalResults: 0, itemsPerPage: 0 })
          : answer,
      ),
  },
  {
    name: 'page-past-the-end-404',
    bug: 'A page behind the last one is answered with 404.',
    source: 'frameworks whose paginator raises an error; Okta asks for it when an import ends on a full page',
    caughtBy: [
      exchange('okta-custom-app', '16-import-users-past-the-end', /status is 404/),
      exchange('rfc7644', '66f-beyond-the-end', /status is 404/),
    ],
    plant: () =>
      onAnswer((answer, request) =>
        isListShown(answer) &&
        Number(parameter(request, 'startIndex') ?? 1) > Math.max(1, Number(objectIn(answer.body)['totalResults']))
          ? scimError(404, 'Invalid page.')
          : answer,
      ),
  },
  {
    name: 'two-documents',
    bug: 'A list by filter is written twice, one JSON document after the other.',
    source: 'ssoready/ssoready: a missing return, found when JumpCloud was connected',
    caughtBy: [
      exchange('jumpcloud', '15-look-up-user', /not JSON/),
      exchange('okta-custom-app', '03-find-user', /not JSON/),
    ],
    plant: () =>
      onAnswer((answer, request) =>
        parameter(request, 'filter') === undefined ? answer : { ...answer, body: `${answer.body}\n${answer.body}` },
      ),
  },
];
