import fc, { type Arbitrary } from 'fast-check';
import { groupResourceType, PATCH_OP_URN, type ResourceType, userResourceType } from '#libs/scim-protocol';
import { attributePath } from './attribute-paths.ts';
import { type FuzzRequest, withJson } from './case-kind.ts';
import { patchPath } from './filters.ts';
import { anyJson, type Json, mutatedJson } from './json-values.ts';
import { DIRECTORY_SIZE, groupId, userId } from './placeholders.ts';
import { pathWithValue } from './resources.ts';
import { anyLetterCase, mostlyOrdinaryText, text } from './text.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const op = fc.oneof(
  { weight: 12, arbitrary: anyLetterCase(fc.constantFrom('add', 'remove', 'replace')) },
  { weight: 1, arbitrary: fc.constantFrom('move', 'test', '', 'Delete') },
);

const members: Arbitrary<Json> = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: userId.map(value => ({ value })) },
    { weight: 4, arbitrary: fc.tuple(userId, text).map(([value, display]) => ({ value, display, type: 'User' })) },
    { weight: 4, arbitrary: groupId.map(value => ({ value, type: 'Group' })) },
    { weight: 1, arbitrary: text.map(value => ({ value })) },
  ),
  { maxLength: 8 },
);

const entraPath = fc.constantFrom(
  'active',
  'displayName',
  'userName',
  'name.givenName',
  'emails[type eq "work"].value',
  'phoneNumbers[type eq "mobile"].value',
  'addresses[type eq "work"].postalCode',
  'roles[primary eq "True"].value',
  `${ENTERPRISE}:department`,
  `${ENTERPRISE}:manager`,
);
const entraValue = fc.oneof(mostlyOrdinaryText, fc.constantFrom('True', 'False'));
const addOrReplace = fc.constantFrom('Add', 'Replace');

/** What Okta, Entra ID (with its dotted and URN-colon keys) and JumpCloud send to users. */
const toUsers: Arbitrary<Json> = fc.oneof(
  fc.boolean().map(active => ({ op: 'replace', value: { active } })),
  fc.boolean().map(active => ({ op: 'replace', value: { active, displayName: null, title: '' } })),
  fc.tuple(addOrReplace, entraPath, entraValue).map(([name, path, value]) => ({ op: name, path, value })),
  entraPath.map(path => ({ op: 'Remove', path })),
  fc
    .tuple(addOrReplace, fc.array(fc.tuple(entraPath, entraValue), { maxLength: 5 }))
    .map(([name, entries]) => ({ op: name, value: Object.fromEntries(entries) })),
  fc.oneof(userId, text).map(value => ({ op: 'Add', path: `${ENTERPRISE}:manager`, value })),
);

/** What they send to groups. */
const toGroups: Arbitrary<Json> = fc.oneof(
  fc.tuple(groupId, mostlyOrdinaryText).map(([id, displayName]) => ({ op: 'replace', value: { id, displayName } })),
  members.map(value => ({ op: 'add', path: 'members', value })),
  members.map(value => ({ op: 'replace', path: 'members', value })),
  members.map(value => ({ op: 'Remove', path: 'members', value })),
  members.map(value => ({ op: 'Add', value: { members: value } })),
  userId.map(id => ({ op: 'remove', path: `members[value eq "${id}"]` })),
  fc.constantFrom({ op: 'remove', path: 'members' }, { op: 'replace', path: 'members', value: [] }),
  mostlyOrdinaryText.map(value => ({ op: 'Replace', path: 'displayName', value })),
);

/** Any operation on any path with any value; half of them with a value that fits the path. */
function anyOperation(resourceType: ResourceType): Arbitrary<Json> {
  const target = pathWithValue(resourceType);
  const value: Arbitrary<Json> = fc.oneof(
    target.map(fitting => fitting.value),
    anyJson,
    members,
  );
  return fc.oneof(
    fc.tuple(op, target).map(([name, fitting]) => ({ op: name, ...fitting })),
    fc
      .tuple(op, fc.array(target, { maxLength: 4 }))
      .map(([name, list]) => ({ op: name, value: Object.fromEntries(list.map(({ path, value: of }) => [path, of])) })),
    fc.record({ op, path: patchPath, value }, { requiredKeys: ['op'] }) as Arbitrary<Json>,
    fc
      .tuple(op, fc.array(fc.tuple(attributePath, value), { maxLength: 5 }))
      .map(([name, entries]) => ({ op: name, value: Object.fromEntries(entries) })),
  );
}

function many(count: number, make: (index: number) => Json): Json[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** Hundreds of operations, or one with thousands of values. */
function excessive(operation: Arbitrary<Json>): Arbitrary<Json[]> {
  const manyMembers = (count: number) => many(count, index => ({ value: `__user-${index % DIRECTORY_SIZE.users}__` }));
  const manyEmails = (count: number) => many(count, index => ({ value: `${index}@example.com` }));
  return fc.oneof(
    fc.tuple(operation, fc.integer({ min: 50, max: 1100 })).map(([one, count]) => many(count, () => one)),
    fc.integer({ min: 100, max: 5000 }).map(count => [{ op: 'add', path: 'members', value: manyMembers(count) }]),
    fc.integer({ min: 100, max: 3000 }).map(count => [{ op: 'add', path: 'emails', value: manyEmails(count) }]),
  );
}

function bodyOf(operation: Arbitrary<Json>): Arbitrary<Json> {
  const operations = fc.oneof(
    { weight: 40, arbitrary: fc.array(operation, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: excessive(operation) },
  );
  return mutatedJson(operations.map(Operations => ({ schemas: [PATCH_OP_URN], Operations })));
}

const userPatch = bodyOf(fc.oneof(toUsers, anyOperation(userResourceType)));
const groupPatch = bodyOf(fc.oneof(toGroups, anyOperation(groupResourceType)));

/** PATCH bodies, some of them with a damaged structure. */
export const patchBody: Arbitrary<Json> = fc.oneof(userPatch, groupPatch);

const query = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom('?attributes=userName', '?excludedAttributes=members', '?attributes=') },
);

/** `PATCH` of users and groups (RFC 7644 §3.5.2). */
export const patchRequest: Arbitrary<FuzzRequest> = fc
  .tuple(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.tuple(
          userId.map(id => `/Users/${id}`),
          userPatch,
        ),
      },
      {
        weight: 3,
        arbitrary: fc.tuple(
          groupId.map(id => `/Groups/${id}`),
          groupPatch,
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(
          groupId.map(id => `/Groups/${id}`),
          userPatch,
        ),
      },
    ),
    query,
  )
  .map(([[path, body], parameters]) => withJson('PATCH', path + parameters, body));
