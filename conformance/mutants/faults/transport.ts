import { isObject } from '../../runner/template.ts';
import { mapResources, resourcesOf } from '../wire/answers.ts';
import { exchange, type Fault } from '../fault.ts';
import { onAnswer, onRequest, onResources, refuse } from '../wire/handles.ts';
import { textOf, without } from '../wire/json.ts';
import type { Handle, WireAnswer, WireRequest } from '../wire/message.ts';

/** The endpoint only: what is below it goes well, so that the fault can be seen to be this one. */
const isDoubled = ({ path }: WireRequest) => /^\/\/\w+$/.test(path);
const HTML = 'text/html; charset=utf-8';

/** What lies below SCIM: errors, headers, addresses. */
export const transportFaults: readonly Fault[] = [
  {
    name: 'errors-not-scim',
    bug: 'Errors are those of the web framework, and not of SCIM.',
    source: 'PostHog/posthog#42205, onyx-dot-app/onyx#8925',
    caughtBy: [
      exchange('okta-custom-app', '05-create-conflict', /schemas/),
      exchange('entra-id', '21-create-user-conflict', /schemas/),
      exchange('rfc7644', '41-read-unknown-user', /schemas/),
    ],
    plant: () =>
      onAnswer(answer =>
        answer.status >= 400
          ? { ...answer, body: JSON.stringify({ statusCode: answer.status, message: 'Something went wrong' }) }
          : answer,
      ),
  },
  {
    name: 'ids-are-numbers',
    bug: 'id is a number.',
    source: 'JumpCloud: "We only support the id as type string"',
    caughtBy: [
      exchange('okta-spec', '06-create-user', /body\.id/),
      exchange('jumpcloud', '03-create-user', /body\.id/),
      exchange('jumpcloud', '23-create-group', /body\.id/),
    ],
    sparesSetUp: true,
    plant: numericIds,
  },
  {
    name: 'double-slash-404',
    bug: 'With a slash behind the base URL, //Users is not found.',
    source: 'JumpCloud and SonarQube warn of it: the path is put behind the base URL as it is',
    caughtBy: [exchange('jumpcloud', '01-list-users', /status is 404/)],
    doubleSlash: true,
    plant: () => refuse(isDoubled, 404, 'Cannot GET //Users'),
  },
  {
    name: 'double-slash-redirected',
    bug: 'With a slash behind the base URL, //Users is redirected, and what was sent is lost on the way.',
    source: 'web frameworks that clean paths by a redirect',
    caughtBy: [exchange('jumpcloud', '03-create-user', /status is 301/)],
    doubleSlash: true,
    plant: () => async (request, send) =>
      isDoubled(request) ? { status: 301, headers: { location: request.path.slice(1) }, body: '' } : send(request),
  },
  {
    name: 'location-missing',
    bug: 'meta has no location.',
    source: 'RFC 7643 §3.1',
    caughtBy: [exchange('rfc7644', '40-read-user', /location/)],
    plant: () =>
      onResources(each => {
        const { meta } = each;
        return isObject(meta) ? { ...each, meta: without(meta, key => key === 'location') } : each;
      }),
  },
  {
    name: 'location-of-another-resource',
    bug: 'meta.location leads to another resource.',
    source: 'SCIMMY: addresses of one tenant answered to another',
    caughtBy: [exchange('rfc7644', '40-read-user', /location/)],
    plant: () =>
      onResources(each => {
        const { meta } = each;
        const location = 'https://scim.example.com/v2/Users/1';
        return isObject(meta) ? { ...each, meta: { ...meta, location } } : each;
      }),
  },
  {
    name: 'if-match-ignored',
    bug: 'If-Match is not looked at: whoever writes last wins.',
    source: 'RFC 7644 §3.14',
    caughtBy: [
      exchange('rfc7644', '58-put-if-match-other', /status is 200/),
      exchange('rfc7644', '59-patch-if-match-other', /status is 200/),
    ],
    plant: () =>
      onRequest(
        () => true,
        request => ({
          ...request,
          headers: without(request.headers, key => key === 'if-match') as Record<string, string>,
        }),
      ),
  },
  {
    name: 'content-type-html',
    bug: 'What is read comes as text/html.',
    source: 'PostHog/posthog#42205: media type missing; frameworks answer so when nothing is said',
    caughtBy: [
      exchange('okta-custom-app', '03-find-user', /Content-Type/),
      exchange('entra-id', '30-read-user', /Content-Type/),
      exchange('generic', '03-onelogin-content-type', /Content-Type/),
    ],
    plant: () =>
      onAnswer((answer, { method }) => (method === 'GET' ? withHeader(answer, 'content-type', HTML) : answer)),
  },
  {
    name: 'truncated-json',
    bug: 'The connection breaks off in the middle of an answer.',
    source: 'proxies with small buffers',
    caughtBy: [
      exchange('okta-custom-app', '01-test-connection', /There is no answer/),
      exchange('entra-id', '53-list-users', /There is no answer/),
    ],
    plant: () =>
      onAnswer((answer, request) =>
        resourcesOf(answer).length > 1 && !request.isSetUp ? { ...answer, isCutOff: true } : answer,
      ),
  },
  {
    name: 'media-type-of-scim-refused',
    bug: 'application/scim+json is refused; only application/json is taken.',
    source: 'MicrosoftDocs/azure-docs#12728',
    caughtBy: [
      exchange('okta-custom-app', '04-create-user', /status is 415/),
      exchange('entra-id', '20-create-user', /status is 415/),
    ],
    sparesSetUp: true,
    plant: () =>
      refuse(({ headers }) => /scim\+json/.test(headers['content-type'] ?? ''), 415, 'Unsupported media type.'),
  },
  {
    name: 'media-type-required-to-read',
    bug: 'A GET without Accept is refused.',
    source: 'MicrosoftDocs/azure-docs#94189: Entra ID sends none when it tests a connection',
    caughtBy: [
      exchange('entra-id', '01-probe-users', /status is 406/),
      exchange('rfc7644', '42-read-without-accept', /status is 406/),
    ],
    plant: () =>
      refuse(({ method, headers }) => method === 'GET' && headers['accept'] === undefined, 406, 'Not acceptable.'),
  },
  {
    name: 'created-answered-with-200',
    bug: 'A creation is answered with 200.',
    source: 'RFC 7644 §3.3: 201',
    caughtBy: [
      exchange('okta-spec', '06-create-user', /status is 200/),
      exchange('entra-id', '20-create-user', /status is 200/),
      exchange('rfc7644', '90a-create-group', /status is 200/),
    ],
    plant: () => onAnswer(answer => (answer.status === 201 ? { ...answer, status: 200 } : answer)),
  },
];

function withHeader(answer: WireAnswer, name: string, value: string): WireAnswer {
  return answer.body === '' ? answer : { ...answer, headers: { ...answer.headers, [name]: value } };
}

function numericIds(): Handle {
  const ids: string[] = [];
  return async (request, send) => {
    const path = request.path.replace(/\/(\d+)$/, (whole, index: string) => `/${ids[Number(index) - 1] ?? whole}`);
    const answer = await send({ ...request, path });
    return mapResources(answer, each => {
      const id = textOf(each['id']);
      if (!ids.includes(id)) ids.push(id);
      return { ...each, id: ids.indexOf(id) + 1 };
    });
  };
}
