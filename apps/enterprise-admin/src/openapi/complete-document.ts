import type { OpenAPIObject } from '@nestjs/swagger';
import type { Need } from '../http/permissions.js';
import { problemSchema } from './problem.schema.js';
import { accessOf } from './access-of.js';
import { nameOf, type Parameter, type Schema, type Schemas, toExample, toOpenApi31 } from './schema.js';

/** A part of a document that can be looked at freely. */
interface Content {
  readonly [mediaType: string]: { readonly schema?: Schema; readonly example?: unknown };
}
interface Response {
  readonly description: string;
  readonly headers?: object;
  readonly content?: Content;
}
interface Reference {
  readonly $ref: string;
}
interface Operation {
  readonly 'x-permission': Need;
  readonly security?: readonly object[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response | Reference>>;
}

const SOME_ID = '01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11';

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same request with the same key makes nothing more; good for a day.',
  schema: { type: 'string' },
  example: '7d0f3c9e',
};

const ifMatch: Parameter = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The entity tag of the version that the change is meant for; another is a 412.',
  schema: { type: 'string' },
  example: '"1"',
};

const problem: Response = {
  description: 'A problem.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const textHeader = (description: string) => ({ description, schema: { type: 'string' } });

/** Adds to what the decorators say what is the same everywhere: problems, headers, examples. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  const declared = (document.components?.schemas ?? {}) as Schemas;
  const schemas = Object.fromEntries(
    Object.entries({ ...declared, Problem: problemSchema }).map(([name, schema]) => [name, toOpenApi31(schema)]),
  );
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const operations = Object.entries(item as Record<string, Operation>).map(
      ([method, operation]) => [method, completeOperation({ path, method }, operation, schemas)] as const,
    );
    return [path, Object.fromEntries(operations)] as const;
  });
  return {
    ...document,
    paths: Object.fromEntries(paths),
    components: { ...document.components, schemas, responses: { Problem: withExamples(problem, schemas) } },
  } as unknown as OpenAPIObject;
}

function completeOperation(
  { path, method }: { readonly path: string; readonly method: string },
  operation: Operation,
  schemas: Schemas,
): Operation {
  const need = operation['x-permission'];
  const isOfSession = need === 'nothing' || need === 'setup-session';
  const makes = '201' in operation.responses && !isOfSession;
  const changes = method !== 'get' && !makes && !isOfSession;
  const { security, headers } = accessOf({ path, method }, need);
  const parameters = [
    ...pathParameters(path),
    ...(operation.parameters ?? []).map(parameter => ({ ...parameter, schema: toOpenApi31(parameter.schema ?? {}) })),
    ...(makes ? [idempotencyKey] : []),
    ...(changes ? [ifMatch] : []),
    ...headers,
  ];
  const responses = Object.entries(operation.responses).map(([status, response]) => [
    status,
    '$ref' in response ? response : withExamples(withHeaders(response, schemas, { makes }), schemas),
  ]);
  return {
    ...operation,
    security,
    parameters,
    ...(operation.requestBody && {
      requestBody: { ...operation.requestBody, content: exampleContent(operation.requestBody.content, schemas) },
    }),
    responses: {
      ...(Object.fromEntries(responses) as Operation['responses']),
      '4XX': { $ref: '#/components/responses/Problem' },
      '5XX': { $ref: '#/components/responses/Problem' },
    },
  };
}

/** `@nestjs/swagger` sees none whose type is a branded one. Every one is a UUID. */
function pathParameters(path: string): Parameter[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
    example: SOME_ID,
  }));
}

function withHeaders(response: Response, schemas: Schemas, { makes }: { readonly makes: boolean }): Response {
  const isVersioned = Object.values(response.content ?? {}).some(({ schema }) => {
    return schemas[nameOf(schema?.$ref ?? '')]?.properties?.['version'] !== undefined;
  });
  const headers = {
    ...(isVersioned && { ETag: textHeader('The entity tag of this version.') }),
    ...(makes && { Location: textHeader('Where it is.') }),
  };
  return Object.keys(headers).length > 0 ? { ...response, headers } : response;
}

function withExamples(response: Response, schemas: Schemas): Response {
  return response.content ? { ...response, content: exampleContent(response.content, schemas) } : response;
}

function exampleContent(content: Content, schemas: Schemas): Content {
  const entries = Object.entries(content).map(([mediaType, media]) => {
    const schema = toOpenApi31(media.schema ?? {});
    return [mediaType, { ...media, schema, example: media.example ?? toExample(schema, schemas) }] as const;
  });
  return Object.fromEntries(entries);
}
