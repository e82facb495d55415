import { applyDecorators, HttpCode, SetMetadata, type Type } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { Need } from './permissions.js';

type ApiResponseContent = NonNullable<Exclude<Parameters<typeof ApiResponse>[0], { type: unknown }>['content']>;

/** The metadata of a route that says what it needs. */
export const NEEDED = 'admin:needs';

/** The metadata of a route that says where, from its own path, the collection of what it makes is. */
export const MAKES_IN = 'admin:makes-in';

/** What a route is. */
export interface OperationOptions {
  /** Unique among all; the generated client's name for it. */
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  /** What the caller must be permitted. */
  readonly needs: Need;
  /** 200 unless said otherwise. */
  readonly status?: 200 | 201 | 204;
  /** Where, from its own path, the collection of what it makes is; the path itself unless said otherwise. */
  readonly makesIn?: string;
  /** What is answered; nothing with a 204. */
  readonly answer?: Type;
  /** The media types of a file that is answered, each with an example of what is in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the events of a stream say, each as JSON. */
  readonly events?: readonly Type[];
}

const meanings = { 200: 'As asked.', 201: 'Made.', 204: 'Done.' } as const;

/** Declares who may call a route and what it is for the OpenAPI document. */
export function Operation(options: OperationOptions): MethodDecorator {
  const { id, summary, description, needs, status = 200, makesIn = '', answer, files, events } = options;
  return applyDecorators(
    SetMetadata(NEEDED, needs),
    SetMetadata(MAKES_IN, makesIn),
    HttpCode(status),
    ApiExtension('x-permission', needs),
    ApiExtraModels(...(events ?? [])),
    ApiOperation({
      operationId: id,
      summary,
      description: `${description === undefined ? '' : `${description} `}${sentenceOf(needs)}`,
    }),
    ApiResponse({
      status,
      description: meanings[status],
      ...(answer && { type: answer }),
      ...(files && { content: contentOf(files, events) }),
    }),
  );
}

function sentenceOf(needs: Need): string {
  if (needs === 'nothing') return 'Needs no API key.';
  return needs === 'setup-session' ? 'Needs the cookie of a setup session.' : `Needs the permission \`${needs}\`.`;
}

function contentOf(files: Readonly<Record<string, string>>, events: readonly Type[] = []): ApiResponseContent {
  const said = {
    contentMediaType: 'application/json',
    contentSchema: { oneOf: events.map(type => ({ $ref: getSchemaPath(type) })) },
  };
  const schema = { type: 'string', ...(events.length > 0 && said) };
  return Object.fromEntries(Object.entries(files).map(([mediaType, example]) => [mediaType, { schema, example }]));
}
