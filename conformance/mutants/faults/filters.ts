import { answerWith, keepResources, isListAnswer } from '../wire/answers.ts';
import { exchange, type Fault } from '../fault.ts';
import { onAnswer, onRequest, refuse } from '../wire/handles.ts';
import { objectIn } from '../wire/json.ts';
import type { WireRequest } from '../wire/message.ts';
import { comparison, isList, parameter, withParameter } from '../wire/requests.ts';

const asks = (pattern: RegExp) => (request: WireRequest) => pattern.test(parameter(request, 'filter') ?? '');

/** How people and groups are looked for. */
export const filterFaults: readonly Fault[] = [
  {
    name: 'filter-ignored',
    bug: 'A filter is not looked at: everybody is found.',
    source: 'servers that know no filters; the first of the list is then taken for the person',
    caughtBy: [
      exchange('okta-custom-app', '03-find-user-among-others', /totalResults/),
      exchange('entra-id', '10-match-user', /totalResults/),
      exchange('jumpcloud', '15-look-up-user', /totalResults/),
    ],
    plant: () => onRequest(isList, request => withParameter(request, 'filter', undefined)),
  },
  {
    name: 'filter-case-sensitive',
    bug: 'userName is compared letter by letter.',
    source: 'the acceptance suite of Okta; RFC 7643 §4.1.1',
    caughtBy: [
      exchange('okta-custom-app', '03-find-user-other-case', /totalResults/),
      exchange('entra-id', '10-match-user-other-case', /totalResults/),
      exchange('rfc7644', '60c-filter-letter-case', /totalResults/),
    ],
    plant: () =>
      onAnswer((answer, request) => {
        const asked = comparison(request);
        if (asked?.attribute.toLowerCase() !== 'username') return answer;
        return keepResources(answer, ({ userName }) => userName === asked.value);
      }),
  },
  {
    name: 'plus-not-decoded',
    bug: 'A plus in a query stays a plus, instead of being a space.',
    source: 'Okta encodes queries as HTML forms do',
    caughtBy: [
      exchange('okta-custom-app', '03-find-user', /status is 400/),
      exchange('entra-id', '10-match-user', /status is 400/),
    ],
    plant: () => onRequest(isList, request => ({ ...request, query: request.query.replaceAll('+', '%2B') })),
  },
  {
    name: 'query-decoded-twice',
    bug: 'A query is decoded twice: a plus in a name becomes a space.',
    source: 'proxies in front of a server; Microsoft: special characters in the matching attribute cannot be queried',
    caughtBy: [
      exchange('okta-custom-app', '03-find-user-plus-sign', /totalResults/),
      exchange('entra-id', '10-match-user-plus', /totalResults/),
    ],
    plant: () => onRequest(isList, request => ({ ...request, query: request.query.replaceAll(/%2B/gi, '+') })),
  },
  {
    name: 'ampersand-ends-filter',
    bug: 'What stands behind an ampersand in a name is cut off.',
    source: 'Microsoft, known issues of provisioning: special characters in the matching attribute',
    caughtBy: [exchange('entra-id', '60-match-group-special-name', /status is 400|totalResults/)],
    plant: () => onRequest(isList, request => ({ ...request, query: request.query.replaceAll(/%26/gi, '&') })),
  },
  {
    name: 'operator-case-sensitive',
    bug: 'Only "eq" is known, and not "Eq".',
    source: 'PingFederate writes operators with a capital',
    caughtBy: [exchange('generic', '20-ping-find-user', /status is 400/)],
    plant: () => refuse(asks(/ (?:Eq|EQ|Co|CO) /), 400, 'Unknown operator.', 'invalidFilter'),
  },
  {
    name: 'external-id-filter-refused',
    bug: 'Nobody can be looked for by externalId.',
    source: 'OctopusDeploy/Issues#9841',
    caughtBy: [
      exchange('entra-id', '11-match-by-external-id', /status is 400/),
      exchange('generic', '82-aws-client-find-by-external-id', /status is 400/),
      exchange('rfc7644', '60e-filter-external-id', /status is 400/),
    ],
    plant: () => refuse(asks(/^externalId /i), 400, 'externalId cannot be filtered by.', 'invalidFilter'),
  },
  {
    name: 'value-path-filter-refused',
    bug: 'A filter with brackets, emails[type eq "work"].value, is refused.',
    source: 'pond/scimitar#115, Metatavu/keycloak-scim-server#35',
    caughtBy: [
      exchange('entra-id', '12-match-by-work-email', /status is 400/),
      exchange('rfc7644', '60t-filter-value-path', /status is 400/),
    ],
    plant: () => refuse(asks(/\[/), 400, 'Unexpected character "[".', 'invalidFilter'),
  },
  {
    name: 'manager-filter-refused',
    bug: 'The question whether somebody is the manager of somebody is refused.',
    source: 'Microsoft documents it: id eq … and manager eq …',
    caughtBy: [exchange('entra-id', '37-manager-check-quoted', /status is 400/)],
    plant: () => refuse(asks(/manager/i), 400, 'manager cannot be filtered by.', 'invalidFilter'),
  },
  {
    name: 'members-filter-refused',
    bug: 'The question whether somebody is in a group is refused.',
    source: 'Stratsys lists it among what Entra ID asks; AWS IAM Identity Center',
    caughtBy: [
      exchange('entra-id', '66-membership-check-quoted', /status is 400/),
      exchange('generic', '80-aws-client-is-member', /status is 400/),
      exchange('rfc7644', '90h-find-groups-of-member', /status is 400/),
    ],
    plant: () => refuse(asks(/members/i), 400, 'members cannot be filtered by.', 'invalidFilter'),
  },
  {
    name: 'second-condition-ignored',
    bug: 'Of "id eq … and members eq …" only the first half is looked at: everybody is in every group.',
    source: 'filters that are read with a regular expression',
    caughtBy: [
      exchange('entra-id', '66-membership-check-other', /totalResults/),
      exchange('generic', '81-aws-client-is-no-member', /totalResults/),
    ],
    plant: () =>
      onRequest(asks(/^id eq \S+ and /i), request =>
        withParameter(request, 'filter', parameter(request, 'filter')?.replace(/ and .*$/i, '')),
      ),
  },
  {
    name: 'groups-not-found-by-name',
    bug: 'A filter on displayName finds no group, whatever there is.',
    source: 'ssoready/ssoready: any filter on groups was ignored; JumpCloud then makes a second one',
    caughtBy: [
      exchange('okta-custom-app', '18-find-group', /totalResults/),
      exchange('jumpcloud', '22-look-up-group', /totalResults/),
    ],
    plant: () =>
      onAnswer((answer, request) =>
        asks(/^displayName /i)(request) && isListAnswer(answer)
          ? answerWith(answer, { ...objectIn(answer.body), totalResults: 0, itemsPerPage: 0, Resources: [] })
          : answer,
      ),
  },
];
