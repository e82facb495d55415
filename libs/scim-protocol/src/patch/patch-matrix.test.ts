import { describe, expect, test } from 'vitest';
import { complexAttribute, stringAttribute } from '../schemas/attribute-builders.js';
import { userResourceType } from '../schemas/resource-types.js';
import type { ResourceType } from '../schemas/schema.js';
import { strictRfc } from '../tolerances.js';
import { applyPatch } from './apply-patch.js';
import { parsePatchOp } from './parse-patch-op.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const { schema } = userResourceType;

const resourceType: ResourceType = {
  ...userResourceType,
  schema: {
    ...schema,
    attributes: [
      ...schema.attributes,
      stringAttribute('tags', 'Labels.', { multiValued: true }),
      complexAttribute('desk', 'A desk.', [
        stringAttribute('code', 'Set once.', { mutability: 'immutable' }),
        stringAttribute('room', 'A room.'),
        stringAttribute('key', 'Never returned.', { mutability: 'writeOnly', returned: 'never' }),
      ]),
      stringAttribute('badge', 'Set once.', { mutability: 'immutable' }),
      stringAttribute('seal', 'Set once.', { mutability: 'immutable' }),
    ],
  },
};

const WORK = { value: 'ada@example.com', type: 'work', primary: true };
const HOME = { value: 'ada@home.example', type: 'home' };
const NEW = { value: 'new@example.com', type: 'work' };
const OTHER = { value: 'other@example.com', type: 'other' };
const user = {
  userName: 'ada',
  title: 'Countess',
  name: { givenName: 'Ada', familyName: 'Byron' },
  emails: [WORK, HOME],
  tags: ['x'],
  badge: '7',
  desk: { code: 'D1', room: 'R1' },
  [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-1' } },
};

/** An error code, or the attributes that differ afterwards; `undefined` is an attribute that is gone. */
type Outcome = string | Readonly<Record<string, unknown>>;
const same = {};

interface Row {
  readonly target: string;
  readonly path?: string;
  readonly clause: string;
  /** The values sent in the columns scalar, object, array and wrong type. */
  readonly values: readonly [unknown, unknown, unknown, unknown];
  /** The columns: value absent, null, scalar, object, array, wrong type. */
  readonly add: readonly Outcome[];
  readonly replace: readonly Outcome[];
  readonly remove: readonly Outcome[];
}

const absent = 'invalidValue';
const always = (outcome: Outcome): readonly Outcome[] => Array.from({ length: 6 }, () => outcome);
const written = (outcome: Outcome): readonly Outcome[] => [absent, ...always(outcome).slice(1)];
const strings = [5, { value: 'y' }, ['y'], 5] as const;

function simple(changed: Outcome, cleared: Outcome): readonly Outcome[] {
  return [absent, cleared, changed, 'invalidSyntax', 'invalidSyntax', 'invalidValue'];
}

const rows: readonly Row[] = [
  {
    target: 'no path',
    clause: 'RFC 7644 §3.5.2.1, §3.5.2.3; remove §3.5.2.2 "If path is unspecified … noTarget"',
    values: ['x', { title: 'Lady' }, [{ title: 'Lady' }], 5],
    add: [absent, 'invalidSyntax', 'invalidSyntax', { title: 'Lady' }, 'invalidSyntax', 'invalidSyntax'],
    replace: [absent, 'invalidSyntax', 'invalidSyntax', { title: 'Lady' }, 'invalidSyntax', 'invalidSyntax'],
    remove: always('noTarget'),
  },
  {
    target: 'a single simple attribute',
    path: 'title',
    clause: 'RFC 7644 §3.5.2.1–3 single-valued; null RFC 7643 §2.5',
    values: ['Lady', ...strings.slice(1)] as unknown as Row['values'],
    add: simple({ title: 'Lady' }, { title: undefined }),
    replace: simple({ title: 'Lady' }, { title: undefined }),
    remove: always({ title: undefined }),
  },
  {
    target: 'a single complex attribute',
    path: 'name',
    clause: 'RFC 7644 §3.5.2.1 "a set of sub-attributes", §3.5.2.3 others unchanged',
    values: ['Ada', { givenName: 'Augusta' }, [{ givenName: 'Augusta' }], 5],
    add: [
      absent,
      { name: undefined },
      'invalidSyntax',
      { name: { givenName: 'Augusta', familyName: 'Byron' } },
      'invalidSyntax',
      'invalidSyntax',
    ],
    replace: [
      absent,
      { name: undefined },
      'invalidSyntax',
      { name: { givenName: 'Augusta', familyName: 'Byron' } },
      'invalidSyntax',
      'invalidSyntax',
    ],
    remove: always({ name: undefined }),
  },
  {
    target: 'a sub-attribute',
    path: 'name.givenName',
    clause: 'RFC 7644 §3.5.2 attrPath with subAttr',
    values: ['Augusta', ...strings.slice(1)] as unknown as Row['values'],
    add: simple({ name: { givenName: 'Augusta', familyName: 'Byron' } }, { name: { familyName: 'Byron' } }),
    replace: simple({ name: { givenName: 'Augusta', familyName: 'Byron' } }, { name: { familyName: 'Byron' } }),
    remove: always({ name: { familyName: 'Byron' } }),
  },
  {
    target: 'a sub-attribute that is unset',
    path: 'name.middleName',
    clause: 'RFC 7644 §3.5.2.3 "If the target location does not exist … treated as an add"',
    values: ['King', ...strings.slice(1)] as unknown as Row['values'],
    add: simple({ name: { givenName: 'Ada', familyName: 'Byron', middleName: 'King' } }, same),
    replace: simple({ name: { givenName: 'Ada', familyName: 'Byron', middleName: 'King' } }, same),
    remove: always(same),
  },
  {
    target: 'a multi-valued simple attribute',
    path: 'tags',
    clause: 'RFC 7644 §3.5.2.1 appended, §3.5.2.3 replaced, §3.5.2.2 removed; a value there has no meaning',
    values: ['y', { value: 'y' }, ['y'], [5]],
    add: [absent, same, 'invalidSyntax', 'invalidSyntax', { tags: ['x', 'y'] }, 'invalidValue'],
    replace: [absent, { tags: undefined }, 'invalidSyntax', 'invalidSyntax', { tags: ['y'] }, 'invalidValue'],
    remove: [{ tags: undefined }, { tags: undefined }, ...always('invalidValue').slice(2)],
  },
  {
    target: 'a multi-valued complex attribute',
    path: 'emails',
    clause: 'RFC 7644 §3.5.2.1 appended, §3.5.2.3 replaced, §3.5.2.2 removed; a value there has no meaning',
    values: ['x', OTHER, [OTHER], ['x']],
    add: [absent, same, 'invalidSyntax', 'invalidSyntax', { emails: [WORK, HOME, OTHER] }, 'invalidSyntax'],
    replace: [absent, { emails: undefined }, 'invalidSyntax', 'invalidSyntax', { emails: [OTHER] }, 'invalidSyntax'],
    remove: [{ emails: undefined }, { emails: undefined }, ...always('invalidValue').slice(2)],
  },
  {
    target: 'selected values',
    path: 'emails[type eq "work"]',
    clause: 'RFC 7644 §3.5.2.3 "all values matched … SHALL be replaced", §3.5.2.2 matching values removed',
    values: ['x', NEW, [NEW], 5],
    add: [absent, same, 'invalidSyntax', { emails: [{ ...WORK, ...NEW }, HOME] }, 'invalidSyntax', 'invalidSyntax'],
    replace: [absent, { emails: [HOME] }, 'invalidSyntax', { emails: [NEW, HOME] }, 'invalidSyntax', 'invalidSyntax'],
    remove: always({ emails: [HOME] }),
  },
  {
    target: 'a sub-attribute of selected values',
    path: 'emails[type eq "work"].value',
    clause: 'RFC 7644 §3.5.2.3 "valuePath … sub-attribute", §3.5.2.2',
    values: ['new@example.com', ...strings.slice(1)] as unknown as Row['values'],
    add: simple({ emails: [{ ...WORK, value: NEW.value }, HOME] }, { emails: [{ type: 'work', primary: true }, HOME] }),
    replace: simple(
      { emails: [{ ...WORK, value: NEW.value }, HOME] },
      { emails: [{ type: 'work', primary: true }, HOME] },
    ),
    remove: always({ emails: [{ type: 'work', primary: true }, HOME] }),
  },
  {
    target: 'selected simple values',
    path: 'tags[value eq "X"]',
    clause: 'RFC 7644 §3.5.2 valuePath; the values of a simple attribute are called value (RFC 7643 §2.4)',
    values: ['y', { value: 'y' }, ['y'], 5],
    add: [absent, same, { tags: ['y'] }, 'invalidSyntax', 'invalidSyntax', 'invalidValue'],
    replace: [absent, { tags: undefined }, { tags: ['y'] }, 'invalidSyntax', 'invalidSyntax', 'invalidValue'],
    remove: always({ tags: undefined }),
  },
  {
    target: 'several selected values',
    path: 'emails[value pr].display',
    clause: 'RFC 7644 §3.5.2.3 "the sub-attribute … of all matching"',
    values: ['Ada', ...strings.slice(1)] as unknown as Row['values'],
    add: simple({ emails: [WORK, HOME].map(email => ({ ...email, display: 'Ada' })) }, same),
    replace: simple({ emails: [WORK, HOME].map(email => ({ ...email, display: 'Ada' })) }, same),
    remove: always(same),
  },
  {
    target: 'a filter that selects nothing',
    path: 'emails[type eq "fax"]',
    clause: 'RFC 7644 §3.5.2.3 noTarget; removing what is not there succeeds (§3.5.2.2)',
    values: ['x', NEW, [NEW], 5],
    add: written('noTarget'),
    replace: written('noTarget'),
    remove: always(same),
  },
  {
    target: 'a sub-attribute where a filter selects nothing',
    path: 'emails[type eq "fax"].value',
    clause: 'RFC 7644 §3.5.2.3 noTarget',
    values: ['x', NEW, [NEW], 5],
    add: written('noTarget'),
    replace: written('noTarget'),
    remove: always(same),
  },
  {
    target: 'a sub-attribute of every value',
    path: 'emails.display',
    clause: 'RFC 7644 §3.5.2, §2.4: without a filter every value is meant',
    values: ['Ada', ...strings.slice(1)] as unknown as Row['values'],
    add: simple(
      {
        emails: [
          { ...WORK, display: 'Ada' },
          { ...HOME, display: 'Ada' },
        ],
      },
      same,
    ),
    replace: simple(
      {
        emails: [
          { ...WORK, display: 'Ada' },
          { ...HOME, display: 'Ada' },
        ],
      },
      same,
    ),
    remove: always(same),
  },
  {
    target: 'a boolean',
    path: 'active',
    clause: 'RFC 7643 §2.3.2 true or false, not text',
    values: [false, { value: false }, [false], 'False'],
    add: simple({ active: false }, same),
    replace: simple({ active: false }, same),
    remove: always(same),
  },
  {
    target: 'a complex attribute of an extension',
    path: `${ENTERPRISE}:manager`,
    clause: 'RFC 7644 §3.10, §3.5.2.3; manager is complex (RFC 7643 §4.3)',
    values: ['m-2', { value: 'm-2' }, [{ value: 'm-2' }], 5],
    add: [
      absent,
      { [ENTERPRISE]: { department: 'Maths' } },
      'invalidSyntax',
      { [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-2' } } },
      'invalidSyntax',
      'invalidSyntax',
    ],
    replace: [
      absent,
      { [ENTERPRISE]: { department: 'Maths' } },
      'invalidSyntax',
      { [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-2' } } },
      'invalidSyntax',
      'invalidSyntax',
    ],
    remove: always({ [ENTERPRISE]: { department: 'Maths' } }),
  },
  {
    target: 'an extension attribute',
    path: `${ENTERPRISE}:department`,
    clause: 'RFC 7644 §3.10, RFC 7643 §3.3',
    values: ['Physics', ...strings.slice(1)] as unknown as Row['values'],
    add: simple(
      { [ENTERPRISE]: { ...user[ENTERPRISE], department: 'Physics' } },
      { [ENTERPRISE]: { manager: { value: 'm-1' } } },
    ),
    replace: simple(
      { [ENTERPRISE]: { ...user[ENTERPRISE], department: 'Physics' } },
      { [ENTERPRISE]: { manager: { value: 'm-1' } } },
    ),
    remove: always({ [ENTERPRISE]: { manager: { value: 'm-1' } } }),
  },
  {
    target: 'an extension sub-attribute',
    path: `${ENTERPRISE}:manager.value`,
    clause: 'RFC 7644 §3.10; an empty complex value is unassigned (RFC 7643 §2.5)',
    values: ['m-2', ...strings.slice(1)] as unknown as Row['values'],
    add: simple(
      { [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-2' } } },
      { [ENTERPRISE]: { department: 'Maths' } },
    ),
    replace: simple(
      { [ENTERPRISE]: { department: 'Maths', manager: { value: 'm-2' } } },
      { [ENTERPRISE]: { department: 'Maths' } },
    ),
    remove: always({ [ENTERPRISE]: { department: 'Maths' } }),
  },
  {
    target: 'a schema URN alone',
    path: ENTERPRISE,
    clause: 'RFC 7644 §3.10, RFC 7643 §3.3: the container of the extension',
    values: ['x', { department: 'Physics' }, [], 5],
    add: [
      absent,
      { [ENTERPRISE]: undefined },
      'invalidSyntax',
      { [ENTERPRISE]: { ...user[ENTERPRISE], department: 'Physics' } },
      'invalidSyntax',
      'invalidSyntax',
    ],
    replace: [
      absent,
      { [ENTERPRISE]: undefined },
      'invalidSyntax',
      { [ENTERPRISE]: { ...user[ENTERPRISE], department: 'Physics' } },
      'invalidSyntax',
      'invalidSyntax',
    ],
    remove: always({ [ENTERPRISE]: undefined }),
  },
  {
    target: 'the base URN alone',
    path: schema.id,
    clause: 'RFC 7644 §3.5.2: every attribute of the schema, among them required ones',
    values: ['x', { title: 'Lady' }, [], 5],
    add: [absent, 'invalidValue', 'invalidSyntax', { title: 'Lady' }, 'invalidSyntax', 'invalidSyntax'],
    replace: [absent, 'invalidValue', 'invalidSyntax', { title: 'Lady' }, 'invalidSyntax', 'invalidSyntax'],
    remove: always('mutability'),
  },
  ...['id', 'meta.created', 'groups', 'groups[value eq "g"].display', `${ENTERPRISE}:manager.displayName`].map(
    path => ({
      target: 'a read-only attribute',
      path,
      clause: 'RFC 7644 §3.5.2 "mutability", RFC 7643 §7',
      values: ['x', { value: 'x' }, [{ value: 'x' }], 5] as const,
      add: written('mutability'),
      replace: written('mutability'),
      remove: always('mutability'),
    }),
  ),
  {
    target: 'an immutable attribute that is set',
    path: 'badge',
    clause: 'RFC 7643 §7 immutable, RFC 7644 §3.5.2',
    values: ['8', ...strings.slice(1)] as unknown as Row['values'],
    add: simple('mutability', 'mutability'),
    replace: simple('mutability', 'mutability'),
    remove: always('mutability'),
  },
  {
    target: 'an immutable attribute that is set, by its own value',
    path: 'badge',
    clause: 'RFC 7644 §3.5.2.1 no change is made',
    values: ['7', ...strings.slice(1)] as unknown as Row['values'],
    add: simple(same, 'mutability'),
    replace: simple(same, 'mutability'),
    remove: always('mutability'),
  },
  {
    target: 'an immutable attribute that is unset',
    path: 'seal',
    clause: 'RFC 7644 §3.5.2 "MAY be added … if it had no previous value"',
    values: ['8', ...strings.slice(1)] as unknown as Row['values'],
    add: simple({ seal: '8' }, same),
    replace: simple({ seal: '8' }, same),
    remove: always(same),
  },
  {
    target: 'an immutable sub-attribute that is set',
    path: 'desk.code',
    clause: 'RFC 7643 §7 immutable, RFC 7644 §3.5.2',
    values: ['D2', ...strings.slice(1)] as unknown as Row['values'],
    add: simple('mutability', 'mutability'),
    replace: simple('mutability', 'mutability'),
    remove: always('mutability'),
  },
  {
    target: 'a complex attribute with an immutable part',
    path: 'desk',
    clause: 'RFC 7643 §7: the part stays, so the whole cannot go',
    values: ['x', { room: 'R2' }, [], 5],
    add: [
      absent,
      'mutability',
      'invalidSyntax',
      { desk: { code: 'D1', room: 'R2' } },
      'invalidSyntax',
      'invalidSyntax',
    ],
    replace: [
      absent,
      'mutability',
      'invalidSyntax',
      { desk: { code: 'D1', room: 'R2' } },
      'invalidSyntax',
      'invalidSyntax',
    ],
    remove: always('mutability'),
  },
  {
    target: 'a writeOnly sub-attribute',
    path: 'desk.key',
    clause: 'RFC 7643 §7 writeOnly: checked, never returned, and so not kept',
    values: ['secret', ...strings.slice(1)] as unknown as Row['values'],
    add: simple(same, same),
    replace: simple(same, same),
    remove: always(same),
  },
  {
    target: 'a required attribute',
    path: 'userName',
    clause: 'RFC 7644 §3.5.2.2 "required … mutability", §3.12 invalidValue',
    values: ['grace', ...strings.slice(1)] as unknown as Row['values'],
    add: simple({ userName: 'grace' }, 'invalidValue'),
    replace: simple({ userName: 'grace' }, 'invalidValue'),
    remove: always('mutability'),
  },
  {
    target: 'schemas',
    path: 'schemas',
    clause: 'RFC 7644 §3.5.2: computed from the content',
    values: ['x', {}, [ENTERPRISE], [5]],
    add: [absent, same, 'invalidSyntax', 'invalidSyntax', same, 'invalidValue'],
    replace: [absent, same, 'invalidSyntax', 'invalidSyntax', same, 'invalidValue'],
    remove: [same, same, ...always('invalidValue').slice(2)],
  },
  {
    target: 'the password',
    path: 'password',
    clause: 'RFC 7643 §4.1.1, §9.2: checked, not kept',
    values: ['secret', ...strings.slice(1)] as unknown as Row['values'],
    add: simple(same, same),
    replace: simple(same, same),
    remove: always(same),
  },
  ...[
    'shoeSize',
    'name.nick',
    'emails[type eq "work"].nick',
    'department',
    'shoeSizes[value eq "x"]',
    'urn:example:2.0:other',
    'name[givenName pr]',
    'emails.value[type pr]',
  ].map(path => ({
    target: 'an unknown or impossible path',
    path,
    clause: 'RFC 7644 §3.12 Table 9 invalidPath',
    values: ['x', {}, [], 5] as const,
    add: written('invalidPath'),
    replace: written('invalidPath'),
    remove: always('invalidPath'),
  })),
  {
    target: 'a filter by an unknown sub-attribute',
    path: 'emails[nick eq "x"]',
    clause: 'RFC 7644 §3.12 Table 9 invalidFilter',
    values: ['x', {}, [], 5],
    add: written('invalidFilter'),
    replace: written('invalidFilter'),
    remove: always('invalidFilter'),
  },
];

const columns = ['absent', 'null', 'scalar', 'object', 'array', 'wrong type'];

function send(op: string, path: string | undefined, value: unknown): unknown {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:PatchOp'];
  const body: unknown = JSON.parse(JSON.stringify({ schemas, Operations: [{ op, path, value }] }));
  return applyPatch(user, parsePatchOp(body), resourceType, strictRfc);
}

describe.each(rows)('PATCH $path: $target ($clause)', ({ path, values, ...outcomes }) => {
  const cells = (['add', 'replace', 'remove'] as const).flatMap(op =>
    outcomes[op].map((outcome, column) => ({
      op,
      column: columns[column],
      value: [undefined, null, ...values][column],
      outcome,
    })),
  );

  test.each(cells)('$op with value $column', ({ op, value, outcome }) => {
    if (typeof outcome === 'string') {
      expect(() => send(op, path, value)).toThrow(expect.objectContaining({ code: outcome }));
    } else {
      expect(send(op, path, value)).toEqual(JSON.parse(JSON.stringify({ ...user, ...outcome })));
    }
  });
});

test('the matrix has several hundred cells', () => {
  expect(rows.length * 18).toBeGreaterThan(500);
});
