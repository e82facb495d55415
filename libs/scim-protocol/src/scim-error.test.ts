import { describe, expect, test } from 'vitest';
import { SCIM_ERROR_CODES } from './scim-error-code.js';
import type { ScimErrorCode } from './scim-error-code.js';
import { ScimError } from './scim-error.js';

const codes = Object.keys(SCIM_ERROR_CODES) as ScimErrorCode[];

describe('ScimError', () => {
  test.each(codes)('%s has the status and scimType of its code (RFC 7644 §3.12)', code => {
    const error = ScimError[code]('Something is wrong.');
    const { status, scimType } = SCIM_ERROR_CODES[code];
    expect(error).toMatchObject({ name: 'ScimError', code, status, message: 'Something is wrong.' });
    expect(error.scimType).toBe(scimType);
  });

  test.each(codes)('the code %s cites its clause', code => {
    expect(SCIM_ERROR_CODES[code].section).toMatch(/^RFC \d+ §/);
    expect(SCIM_ERROR_CODES[code].meaning).toMatch(/\.$/);
  });

  test('becomes an Error message whose status is a string (RFC 7644 §3.12)', () => {
    expect(JSON.parse(JSON.stringify(ScimError.uniqueness('The userName is taken.')))).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: 'The userName is taken.',
    });
  });

  test('has no scimType where Table 9 has none', () => {
    expect(ScimError.notFound('No such user.').toJSON()).not.toHaveProperty('scimType');
  });

  test('keeps its cause to itself', () => {
    const cause = new Error('connection refused');
    const error = ScimError.internal('Something failed.', { cause });
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(error)).not.toContain('refused');
  });

  test('carries what the Retry-After and Allow headers need (RFC 6585 §4, RFC 9110 §10.2.1)', () => {
    expect(ScimError.tooManyRequests('Slow down.', { retryAfterSeconds: 30 }).retryAfterSeconds).toBe(30);
    expect(ScimError.methodNotAllowed('Use GET.', { allow: ['GET'] }).allow).toEqual(['GET']);
  });
});
