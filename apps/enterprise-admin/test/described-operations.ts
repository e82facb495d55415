import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A JSON Schema, as far as generating what it describes goes. */
export interface DescribedSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, DescribedSchema>>;
  readonly required?: readonly string[];
  readonly items?: DescribedSchema;
  readonly oneOf?: readonly DescribedSchema[];
  readonly example?: unknown;
}

/** An operation of the OpenAPI document. */
export interface DescribedOperation {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api/v1`. */
  readonly path: string;
  readonly query: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly example?: string;
    readonly schema: DescribedSchema;
  }[];
  readonly body: { readonly example: object; readonly schema: DescribedSchema } | undefined;
  readonly responses: Readonly<Record<string, unknown>>;
}

interface OperationObject {
  readonly operationId: string;
  readonly parameters: readonly (DescribedOperation['query'][number] & { readonly in: string })[];
  readonly requestBody?: { readonly content: { readonly 'application/json': NonNullable<DescribedOperation['body']> } };
  readonly responses: DescribedOperation['responses'];
}

/** docs/openapi.json: openapi.e2e.test.ts fails when it is not what the service says. */
export const openApiDocument: {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, DescribedSchema>> };
} = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/openapi.json'), 'utf8'));

/** Every operation there is. */
export const describedOperations: readonly DescribedOperation[] = Object.entries(openApiDocument.paths).flatMap(
  ([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      id: operation.operationId,
      method: method as DescribedOperation['method'],
      path: path.replace('/v1', ''),
      query: operation.parameters.filter(parameter => parameter.in === 'query'),
      body: operation.requestBody?.content['application/json'],
      responses: operation.responses,
    })),
);
