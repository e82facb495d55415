import type { IncomingMessage } from 'node:http';
import type supertest from 'supertest';
import type { TestCaller } from './builders.js';
import type { DescribedOperation } from './described-operations.js';
import type { FilledEnterprise } from './filled-enterprise.js';

/** Calls an operation on an enterprise, with the examples of the document for everything but the ids. */
export function callOperation(
  caller: TestCaller,
  operation: DescribedOperation,
  { ids, enterpriseKey }: FilledEnterprise,
): supertest.Test {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? `no ${name}`);
  const query = operation.query
    .filter(({ required }) => required)
    .map(
      ({ name, example, schema }) =>
        [name, name === 'enterpriseKey' ? enterpriseKey : (example ?? schema.example ?? 'jsonl')] as [string, string],
    );
  const search = query.length > 0 ? `?${new URLSearchParams(query).toString()}` : '';
  const request = caller.send(
    operation.method,
    `${path}${search}`,
    operation.body && bodyOf(operation.body.example, ids),
  );
  return beginningOf(request, operation);
}

/** The request as it is; of a stream of events, which has no end, what comes first. */
export function beginningOf(request: supertest.Test, { responses }: DescribedOperation): supertest.Test {
  const { content = {} } = (responses['200'] ?? {}) as { readonly content?: object };
  return 'text/event-stream' in content ? request.buffer(true).parse(parseBeginning) : request;
}

function parseBeginning(response: supertest.Response, done: (error: Error | null, body: unknown) => void): void {
  const stream = response as unknown as IncomingMessage;
  const isEndless = stream.headers['content-type'] === 'text/event-stream';
  response.text = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => {
    response.text += piece;
    if (isEndless && response.text.includes('event: ')) {
      done(null, response.text);
      stream.destroy();
    }
  });
  stream.once('end', () => done(null, isEndless ? response.text : JSON.parse(response.text)));
}

/** The example, naming a group, an organization and an account that are there. */
function bodyOf(example: object, { directoryGroupId, organizationId, accountId }: FilledEnterprise['ids']): object {
  const real = { groupId: directoryGroupId, organizationId, accountId };
  return Object.fromEntries(
    Object.entries({ ...example }).map(([name, value]) => [name, { [name]: value, ...real }[name]]),
  );
}
