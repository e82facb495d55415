import type { VerifierOptions } from '@pact-foundation/pact';
import type { HttpRequest } from '../runner/http/client.ts';
import type { Target } from '../runner/run/target.ts';
import { withRealToken } from './placeholder-tokens.ts';
import type { Stage } from './stage.ts';

/** Where the verifier asks for provider states; all else goes to the server. */
const STATES_PATH = '/_pactSetup';

type RequestFilter = NonNullable<VerifierOptions['requestFilter']>;

/** What stands between Pact's verifier and the server: real tokens go in, and nothing leads the verifier away from the server. */
export function requestFilter(target: Target, stage: Stage): RequestFilter {
  return (request, response, next) => {
    if (request.originalUrl.startsWith(STATES_PATH)) return next();
    const sent = sentBy(request);
    if (!stage.isSetUp || stage.refuses(sent)) return void response.status(424).end();
    const { authorization } = request.headers;
    if (authorization !== undefined) request.headers.authorization = withRealToken(authorization, target);
    // What comes compressed cannot be looked at.
    delete request.headers['accept-encoding'];
    response.on('pipe', (source: NodeJS.ReadableStream) => {
      // The verifier would go wherever a redirect says, to any host; without a Location it judges the answer itself.
      if (isRedirect(response.statusCode)) response.removeHeader('Location');
      const chunks: Buffer[] = [];
      source.on('data', (chunk: Buffer) => chunks.push(chunk));
      source.on('end', () => {
        const headers = response.getHeaders() as Record<string, string>;
        const body = Buffer.concat(chunks).toString('utf8');
        stage.note(sent, { status: response.statusCode, headers, body });
      });
    });
    next();
  };
}

/** As the server gets it; the headers do not matter. */
function sentBy({ method, originalUrl, body }: Parameters<RequestFilter>[0]): HttpRequest {
  // What the verifier's own proxy takes for JSON it has read already.
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : body === undefined ? '' : JSON.stringify(body);
  return { method, target: originalUrl, headers: {}, ...(text !== '' && { body: text }) };
}

/** Does an answer send the client elsewhere? */
export function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}
