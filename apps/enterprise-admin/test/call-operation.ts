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
  return caller.send(operation.method, `${path}${search}`, operation.body && bodyOf(operation.body.example, ids));
}

/** The example, naming a group, an organization and an account that are there. */
function bodyOf(example: object, { directoryGroupId, organizationId, accountId }: FilledEnterprise['ids']): object {
  const real = { groupId: directoryGroupId, organizationId, accountId };
  return Object.fromEntries(
    Object.entries({ ...example }).map(([name, value]) => [name, { [name]: value, ...real }[name]]),
  );
}
