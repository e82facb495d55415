import { warningCodes } from '#libs/connection-health';
import { problemCodes } from '../http/problem-codes.js';
import type { Schema } from './schema.js';

/** A problem (RFC 9457) as OpenAPI describes it. */
export const problemSchema: Schema = {
  type: 'object',
  description: 'RFC 9457. `code` is what programs look at; `detail` is for people.',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri', example: 'urn:postern:problem:not_found' },
    title: { type: 'string', example: 'Not found' },
    status: { type: 'integer', example: 404 },
    detail: { type: 'string', example: 'There is nothing here that you can see. Check the ids in the URL.' },
    code: { type: 'string', enum: Object.keys(problemCodes), example: 'not_found' },
    instance: { type: 'string', description: 'The path that was asked for.', example: '/api/v1/enterprises/1' },
    requestId: {
      type: 'string',
      description: 'The request in the log of the service.',
      example: '0c2a7f0e-6d5c-4f0a-9f55-2f6f3f0d9b10',
    },
    errors: {
      type: 'array',
      description: 'What is wrong with each part of the request.',
      items: {
        type: 'object',
        required: ['detail'],
        properties: {
          pointer: { type: 'string', description: 'Into the body (RFC 6901).', example: '/name' },
          parameter: { type: 'string', description: 'The name of a parameter.' },
          detail: { type: 'string', example: 'Name must be a string.' },
        },
      },
    },
    guard: { type: 'string', description: 'What stands in the way of a change of state.' },
    clickPath: { type: 'string', description: 'Where in the assistant it can be mended.' },
    warnings: {
      type: 'array',
      description: 'What blocks provisioning, or the connection.',
      items: {
        type: 'object',
        required: ['code', 'message', 'clickPath'],
        properties: {
          code: { type: 'string', enum: Object.keys(warningCodes), example: 'SSO_TEST_STALE' },
          message: { type: 'string', example: 'No sign-in was tested yet. Test one.' },
          clickPath: { type: 'string', example: 'Connection › Single sign-on › Test sign-in' },
        },
      },
    },
  },
  example: {
    type: 'urn:postern:problem:not_found',
    title: 'Not found',
    status: 404,
    detail: 'There is nothing here that you can see. Check the ids in the URL.',
    code: 'not_found',
    instance: '/api/v1/enterprises/01937f2c-9f3a-7c41-8b1e-3f6f0c9d2a11',
    requestId: '0c2a7f0e-6d5c-4f0a-9f55-2f6f3f0d9b10',
  },
};
