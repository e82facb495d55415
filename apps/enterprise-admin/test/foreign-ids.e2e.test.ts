import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#libs/persistence';
import { aCaller, forgetMappings, type TestCaller } from './builders.js';
import { type DescribedOperation, describedOperations, openApiDocument } from './described-operations.js';
import { aFilledEnterprise, contentsOf, type FilledEnterprise } from './filled-enterprise.js';

/** What an id in a body or a query is the id of: a path parameter of that name. */
const kinds: Readonly<Record<string, string>> = {
  previewId: 'impactPreviewId',
  groupId: 'directoryGroupId',
  organizationId: 'organizationId',
  accountId: 'accountId',
  resourceId: 'directoryUserId',
};

interface NamedId {
  readonly operation: DescribedOperation;
  readonly name: string;
  readonly isInBody: boolean;
}

/** Every id that is accepted beside the path, of operations on one enterprise. */
const namedIds: readonly NamedId[] = describedOperations
  .filter(({ path }) => path.includes('{enterpriseId}'))
  .flatMap(operation => [
    ...bodyIds(operation).map(name => ({ operation, name, isInBody: true })),
    ...operation.query
      .filter(({ schema }) => schema.format === 'uuid')
      .map(({ name }) => ({ operation, name, isInBody: false })),
  ]);

function bodyIds({ body }: DescribedOperation): readonly string[] {
  const name = body?.schema.$ref?.split('/').at(-1) ?? '';
  const schema = openApiDocument.components.schemas[name] ?? body?.schema;
  return Object.entries(schema?.properties ?? {})
    .filter(([, { format }]) => format === 'uuid')
    .map(([property]) => property);
}

let own: FilledEnterprise;
let other: FilledEnterprise;
let administrator: TestCaller;

beforeAll(async () => {
  [own, other] = [await aFilledEnterprise(), await aFilledEnterprise()];
  administrator = await aCaller('enterprise_admin', own.ids['enterpriseId']);
});

afterAll(forgetMappings);

/** A request that is right but for one id, and what it is answered, without what differs from request to request. */
async function answerTo({ operation, name, isInBody }: NamedId, id: string) {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => own.ids[parameter] ?? '');
  const given = {
    ...operation.body?.example,
    groupId: own.ids['directoryGroupId'],
    organizationId: own.ids['organizationId'],
  };
  const known = Object.entries(given).filter(([property]) => bodyPropertiesOf(operation).includes(property));
  const body = operation.body && { ...Object.fromEntries(known), ...(isInBody && { [name]: id }) };
  const answer = await administrator.send(operation.method, isInBody ? path : `${path}?${name}=${id}`, body);
  const { requestId: _, ...told } = answer.body;
  return { status: answer.status, told: JSON.stringify(told).replaceAll(id, '<id>') };
}

function bodyPropertiesOf({ body }: DescribedOperation): readonly string[] {
  const name = body?.schema.$ref?.split('/').at(-1) ?? '';
  return Object.keys((openApiDocument.components.schemas[name] ?? body?.schema)?.properties ?? {});
}

describe('the id of another enterprise, in a body or a query,', () => {
  it('is one of a known kind', () => {
    expect(new Set(namedIds.map(({ name }) => name))).toEqual(new Set(Object.keys(kinds)));
  });

  it.each(namedIds.map((one): [string, string, NamedId] => [one.name, one.operation.id, one]))(
    'is the same as an absent one: %s of %s',
    async (name, _, one) => {
      const before = await contentsOf(other.ids['enterpriseId'] ?? '');
      const foreign = other.ids[kinds[name] ?? ''] ?? '';
      expect(await answerTo(one, foreign)).toEqual(await answerTo(one, newId()));
      expect(await contentsOf(other.ids['enterpriseId'] ?? '')).toBe(before);
    },
  );
});
