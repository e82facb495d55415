import { exchange, type Fault, story } from '../fault.ts';
import { onAnswer, refuse } from '../wire/handles.ts';
import type { Handle, WireAnswer } from '../wire/message.ts';

const is401 = ({ status }: WireAnswer) => status === 401;
const isLimit = ({ status }: WireAnswer) => status === 429;

/** Who is let in, and how often. */
export const accessFaults: readonly Fault[] = [
  {
    name: 'plain-text-401',
    bug: 'A wrong token is answered with 401 and the word "Unauthorized".',
    source: 'onyx-dot-app/onyx#8925, PostHog/posthog#42205',
    caughtBy: [
      exchange('okta-custom-app', '01-test-connection-wrong-credential', /not JSON/),
      exchange('jumpcloud', '50-wrong-token', /not JSON/),
      exchange('rfc7644', '48-wrong-token', /not JSON/),
    ],
    plant: () =>
      onAnswer(answer =>
        is401(answer)
          ? { ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' }, body: 'Unauthorized' }
          : answer,
      ),
  },
  {
    name: '401-without-www-authenticate',
    bug: 'A 401 does not say how to authenticate.',
    source: 'RFC 9110 §15.5.2, RFC 6750 §3',
    caughtBy: [
      exchange('rfc7644', '48-wrong-token', /WWW-Authenticate/),
      exchange('rfc7644', '47-no-token', /WWW-Authenticate/),
    ],
    plant: () => onAnswer(answer => (is401(answer) ? withoutHeader(answer, 'www-authenticate') : answer)),
  },
  {
    name: 'wrong-token-accepted',
    bug: 'A wrong token is answered with 200 and {}.',
    source: 'ory/polis, while a directory is switched off',
    caughtBy: [
      exchange('okta-custom-app', '01-test-connection-wrong-credential', /status is 200/),
      exchange('entra-id', '03-probe-wrong-token', /status is 200/),
      exchange('jumpcloud', '51-revoked-token', /status is 200/),
    ],
    plant: () => onAnswer(answer => (is401(answer) ? { ...answer, status: 200, body: '{}' } : answer)),
  },
  {
    name: 'retry-after-is-a-date',
    bug: 'Retry-After of a 429 is a date.',
    source: 'RFC 9110 §10.2.3 allows it; clients that read a number of seconds do not wait',
    caughtBy: [
      story('okta-custom-app', '17-too-many-requests', '03-find-user', /Retry-After/),
      story('jumpcloud', '30-many-requests', '01-list-users', /Retry-After/),
    ],
    plant: () =>
      onAnswer(answer => {
        const date = new Date(Date.now() + 2000).toUTCString();
        return isLimit(answer) ? { ...answer, headers: { ...answer.headers, 'retry-after': date } } : answer;
      }),
  },
  {
    name: '429-without-retry-after',
    bug: 'A 429 does not say when to try again.',
    source: 'Okta and Entra ID wait as long as Retry-After says',
    caughtBy: [
      story('okta-custom-app', '17-too-many-requests', '03-find-user', /Retry-After/),
      story('entra-id', '16-many-requests', '01-probe-users-under-load', /Retry-After/),
    ],
    plant: () => onAnswer(answer => (isLimit(answer) ? withoutHeader(answer, 'retry-after') : answer)),
  },
  {
    name: 'limit-answered-with-503',
    bug: 'Too many requests are answered with 503 and a page of HTML.',
    source: 'load balancers in front of a server',
    caughtBy: [story('okta-custom-app', '17-too-many-requests', '03-find-user', /status is 503/)],
    plant: () =>
      onAnswer(answer =>
        isLimit(answer) ? { status: 503, headers: { 'content-type': 'text/html' }, body: '<h1>503</h1>' } : answer,
      ),
  },
  {
    name: 'user-agent-required',
    bug: 'Requests with a query and without User-Agent are turned away.',
    source: 'kortix-ai/suna#7297: a firewall did',
    caughtBy: [exchange('entra-id', '01-probe-users', /status is 403/)],
    sparesSetUp: true,
    plant: () =>
      refuse(({ headers, query }) => query !== '' && headers['user-agent'] === undefined, 403, 'Request blocked.'),
  },
  {
    name: 'empty-token-accepted',
    bug: 'No token, or an empty one, is let in.',
    source: 'ToolJet/ToolJet#16217, Casdoor CVE-2025-4210',
    caughtBy: [
      exchange('okta-custom-app', '01-test-connection-empty-credential', /status is 200/),
      exchange('okta-custom-app', '01-test-connection-no-credential', /status is 200/),
      exchange('rfc7644', '47-no-token', /status is 200/),
    ],
    plant: letIn,
  },
];

function letIn(): Handle {
  let known = '';
  return async (request, send) => {
    const { authorization = '' } = request.headers;
    if (/^(?:Bearer)?\s*$/i.test(authorization)) {
      return send({ ...request, headers: { ...request.headers, authorization: known } });
    }
    const answer = await send(request);
    if (!is401(answer)) known = authorization;
    return answer;
  };
}

function withoutHeader(answer: WireAnswer, name: string): WireAnswer {
  return { ...answer, headers: Object.fromEntries(Object.entries(answer.headers).filter(([key]) => key !== name)) };
}
