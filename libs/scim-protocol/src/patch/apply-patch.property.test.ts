import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseResource } from '../resource/parse-resource.js';
import { sameResource } from '../resource/same-resource.js';
import type { ScimAttributes } from '../resource/scim-attributes.js';
import { schemasOf } from '../resource/schemas-of.js';
import { userResourceType } from '../schemas/resource-types.js';
import { ScimError } from '../scim-error.js';
import { lenient, strictRfc } from '../tolerances.js';
import { applyPatch } from './apply-patch.js';
import { parsePatchOp } from './parse-patch-op.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const text = fc.constantFrom('a', 'b', 'work', 'home', 'True', '');
const email = fc.record({ value: text, type: text, display: text, primary: fc.boolean() }, { requiredKeys: [] });
const user = fc
  .record(
    {
      userName: fc.constantFrom('ada', 'bob'),
      title: text,
      active: fc.boolean(),
      name: fc.record({ givenName: text, familyName: text }, { requiredKeys: [] }),
      emails: fc.array(email, { maxLength: 3 }),
      addresses: fc.array(fc.record({ locality: text, type: text }, { requiredKeys: [] }), { maxLength: 2 }),
      [ENTERPRISE]: fc.record({ department: text, manager: fc.record({ value: text }) }, { requiredKeys: [] }),
    },
    { requiredKeys: ['userName'] },
  )
  .map(body => parseResource({ schemas: [userResourceType.schema.id], ...body }, userResourceType, lenient));

const path = fc.constantFrom(
  'title',
  'active',
  'userName',
  'name',
  'name.givenName',
  'emails',
  'emails.type',
  'emails[type eq "work"]',
  'emails[type eq "work"].value',
  'emails[type eq "work"].type',
  'emails[primary eq true].primary',
  'emails[not (type pr)]',
  'addresses',
  'addresses[type eq "home"].locality',
  ENTERPRISE,
  `${ENTERPRISE}:department`,
  `${ENTERPRISE}:manager`,
  'id',
  'nick',
);
const value = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  email,
  fc.array(email, { maxLength: 3 }),
  user,
  fc.jsonValue({ maxDepth: 2 }),
);
const operation = fc.record({ op: fc.constantFrom('add', 'replace', 'remove'), path, value }, { requiredKeys: ['op'] });
const tolerances = fc.constantFrom(lenient, strictRfc);

/** The resource after the operations, or the error they end in; anything but a ScimError is thrown. */
function attempt(
  resource: ScimAttributes,
  operations: readonly object[],
  tolerated: typeof lenient,
): ScimAttributes | ScimError {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  try {
    return applyPatch(resource, parsePatchOp({ schemas, Operations: operations }), userResourceType, tolerated);
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
}

function freeze<T>(tree: T): T {
  if (typeof tree === 'object' && tree !== null) Object.values(Object.freeze(tree)).forEach(freeze);
  return tree;
}

describe('applyPatch', () => {
  test('never changes its input and fails only with a ScimError of status 400', () => {
    fc.assert(
      fc.property(
        user,
        fc.array(operation, { minLength: 1, maxLength: 4 }),
        tolerances,
        (before, operations, tolerated) => {
          const after = attempt(freeze(before), operations, tolerated);
          expect(after instanceof ScimError ? after.status : 400).toBe(400);
        },
      ),
    );
  });

  test('gives a resource in canonical form, that the strictest reading takes unchanged', () => {
    fc.assert(
      fc.property(
        user,
        fc.array(operation, { minLength: 1, maxLength: 4 }),
        tolerances,
        (before, operations, tolerated) => {
          const after = attempt(before, operations, tolerated);
          if (after instanceof ScimError) return;
          const body = { schemas: schemasOf(after, userResourceType), ...after };
          expect(sameResource(parseResource(body, userResourceType, strictRfc), after)).toBe(true);
        },
      ),
    );
  });

  test('applied twice does what it does once, for an operation without a filter', () => {
    const unfiltered = operation.filter(({ path: target = '' }) => !target.includes('['));
    fc.assert(
      fc.property(user, unfiltered, tolerances, (before, once, tolerated) => {
        const after = attempt(before, [once], tolerated);
        if (after instanceof ScimError) return;
        const again = attempt(after, [once], tolerated);
        expect(again instanceof ScimError || sameResource(again, after)).toBe(true);
      }),
    );
  });

  test('survives values that nest deeply', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`);
    for (const target of ['title', 'name', 'emails', `${ENTERPRISE}:manager`, undefined]) {
      const once = { op: 'add', ...(target !== undefined && { path: target }), value: deep };
      expect(attempt({ userName: 'ada' }, [once], lenient)).toBeInstanceOf(ScimError);
    }
  });
});
