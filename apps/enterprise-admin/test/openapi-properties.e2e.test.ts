import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aCaller, forgetMappings, type TestCaller } from './builders.js';
import {
  type DescribedOperation,
  describedOperations,
  type DescribedSchema,
  openApiDocument,
} from './described-operations.js';
import { beginningOf } from './call-operation.js';
import { aFilledEnterprise, type FilledEnterprise } from './filled-enterprise.js';

const SEED = 20_261_124;
/** How many requests are made up for every operation. */
const REQUESTS = 40;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(openApiDocument, 'openapi.json');

/** Text as people and attackers send it. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('', ' ', '\0', '\ud800', "' or 1=1 --", '../..', '__proto__', 'acme', '1e999', 'null'),
);

/** What a schema describes, more or less: text in place of other text, now and then something else altogether. */
function valueOf(schema: DescribedSchema): fc.Arbitrary<unknown> {
  const { $ref, properties, items, oneOf, enum: values, example, type } = schema;
  if ($ref !== undefined) return valueOf(openApiDocument.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  if (oneOf) return fc.oneof(...oneOf.map(valueOf));
  const described = properties
    ? fc.record(Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, valueOf(part)])), {
        requiredKeys: [],
      })
    : items
      ? fc.array(valueOf(items), { maxLength: 6 })
      : values
        ? fc.constantFrom(...values)
        : type === 'integer' || type === 'number'
          ? fc.oneof(fc.integer(), fc.double())
          : fc.oneof(
              text,
              fc.date({ noInvalidDate: true }).map(date => date.toISOString()),
            );
  return fc.oneof(
    { weight: 6, arbitrary: described },
    { weight: 4, arbitrary: fc.constant(example) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}

/** The parameters of the path, the query, the body and the headers of a request. */
function requestTo(operation: DescribedOperation, { ids }: FilledEnterprise) {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const id = (name: string) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.constant(ids[name] ?? '') },
      { weight: 1, arbitrary: fc.uuid() },
      // With none, or with dots, it is the path of something else.
      text.filter(value => !/^\.{0,2}$/.test(value)),
    );
  const header = fc.string({ unit: fc.constantFrom('"', '*', ',', ' ', '/', '0', '1', 'W', 'z', '~') });
  return fc.record({
    ids: fc.record(Object.fromEntries(names.map(name => [name, id(name)]))),
    query: fc.record(Object.fromEntries(operation.query.map(({ name, schema }) => [name, valueOf(schema)])), {
      requiredKeys: [],
    }),
    body: operation.body ? valueOf(operation.body.schema) : fc.constant(undefined),
    headers: fc.record({ 'If-Match': header, 'Idempotency-Key': header }, { requiredKeys: [] }),
  });
}

/** A schema that refers to others of the document, for use outside of it. */
function inDocument(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi.json#/'));
}

/** The place of the schema of an answer in the document. */
function schemaPlace({ path, method, responses }: DescribedOperation, status: number, mediaType: string): string {
  const place = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');
  if (!(status in responses)) return '#/components/schemas/Problem';
  return `#/paths/${place(`/v1${path}`)}/${method}/responses/${status}/content/${place(mediaType)}/schema`;
}

let operator: TestCaller;
/** For what only reads. */
let shared: FilledEnterprise;
beforeAll(async () => {
  shared = await aFilledEnterprise();
  operator = await aCaller('operator');
});
afterAll(forgetMappings);

describe('whatever is asked, the answer is one of those that are described', () => {
  it.each(describedOperations)('$id', async operation => {
    const enterprise = operation.method === 'get' ? shared : await aFilledEnterprise();
    await fc.assert(
      fc.asyncProperty(requestTo(operation, enterprise), async ({ ids, query, body, headers }) => {
        const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          encodeURIComponent(String(ids[name]).toWellFormed()),
        );
        const parameters = Object.entries(query).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : JSON.stringify(value),
        ]);
        const search = new URLSearchParams(parameters).toString();
        const asked = operator.send(operation.method, `${path}?${search}`).set(headers as Record<string, string>);
        const request = beginningOf(asked, operation);
        if (body !== undefined) request.set('Content-Type', 'application/json').send(JSON.stringify(body));
        const answer = await request;
        const mediaType = String(answer.headers['content-type'] ?? '').split(';')[0] ?? '';
        expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500);
        expect(`${answer.status}` in operation.responses || answer.status >= 400).toBe(true);
        if (answer.status === 204 || !mediaType.endsWith('json')) return;
        expect(mediaType).toBe(answer.status < 400 ? 'application/json' : 'application/problem+json');
        const validate = ajv.getSchema(`openapi.json${schemaPlace(operation, answer.status, mediaType)}`);
        expect(validate, `${answer.status} ${mediaType}`).toBeDefined();
        expect(validate?.(answer.body), JSON.stringify([answer.body, validate?.errors])).toBe(true);
      }),
      { seed: SEED, numRuns: REQUESTS },
    );
  });
});

it('every example of the document is what its schema says', () => {
  for (const { id, body, responses } of describedOperations) {
    const contents = Object.values(responses).flatMap(response =>
      Object.values((response as { content?: Record<string, { schema: object; example: unknown }> }).content ?? {}),
    );
    for (const { schema, example } of [...contents, ...(body ? [body] : [])]) {
      const { $ref } = schema as DescribedSchema;
      const validate = $ref === undefined ? ajv.compile(inDocument(schema)) : ajv.getSchema(`openapi.json${$ref}`);
      expect(validate?.(example), `${id}: ${JSON.stringify(validate?.errors)}`).toBe(true);
    }
  }
});
