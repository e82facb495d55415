/** A JSON Schema (2020-12), as far as the document uses it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly additionalProperties?: boolean | Schema;
  readonly default?: unknown;
  readonly example?: unknown;
  /** Of OpenAPI 3.0: what `@nestjs/swagger` writes. */
  readonly nullable?: boolean;
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
  readonly example?: unknown;
}

/** The named schemas of a document. */
export type Schemas = Readonly<Record<string, Schema>>;

/**
 * Says with OpenAPI 3.1 what `nullable` said with 3.0, all the way down. Nothing that is answered has more properties than are
 * declared, and nothing that is sent may have.
 */
export function toOpenApi31(schema: Schema): Schema {
  const { nullable = false, ...rest } = schema;
  const changed = { ...rest, ...partsOf(rest) };
  return nullable ? orNull(changed) : changed;
}

function partsOf({ allOf, oneOf, items, properties }: Schema): Partial<Schema> {
  return {
    ...(allOf && { allOf: allOf.map(toOpenApi31) }),
    ...(oneOf && { oneOf: oneOf.map(toOpenApi31) }),
    ...(items && { items: toOpenApi31(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, toOpenApi31(value)])),
      additionalProperties: false,
    }),
  };
}

function orNull({ allOf, ...schema }: Schema): Schema {
  const referred = schema.$ref === undefined ? allOf?.[0] : { $ref: schema.$ref };
  if (!referred) return typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'] } : schema;
  const { $ref: _ref, type: _type, ...described } = schema;
  return { ...described, anyOf: [referred, { type: 'null' }] };
}

/** An example of what a schema describes, made of the examples of its parts; undefined where one is missing. */
export function toExample(schema: Schema, schemas: Schemas): unknown {
  if (schema.example !== undefined) return schema.example;
  const referred = schema.$ref === undefined ? (schema.anyOf ?? schema.oneOf)?.[0] : schemas[nameOf(schema.$ref)];
  if (referred) return toExample(referred, schemas);
  if (schema.items) return [toExample(schema.items, schemas)].filter(item => item !== undefined);
  return schema.properties && exampleOf(schema.properties, schemas);
}

function exampleOf(properties: Schemas, schemas: Schemas): object {
  const members = Object.entries(properties).map(([name, part]) => [name, toExample(part, schemas)] as const);
  return Object.fromEntries(members.filter(([, example]) => example !== undefined));
}

/** The name of a schema that is referred to. */
export function nameOf(reference: string): string {
  return reference.split('/').at(-1) ?? '';
}
