import { describe, expect, test } from 'vitest';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import { ScimError } from '../scim-error.js';
import type { BulkOutcome, ResourceRequest } from './bulk-operation.js';
import { parseBulkRequest } from './parse-bulk-request.js';
import { runBulk } from './run-bulk.js';
import { toBulkResponse } from './to-bulk-response.js';

const BASE = 'https://scim.example.com/v2';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const STATUS = { POST: 201, PUT: 200, PATCH: 200, DELETE: 204 };

/** What becomes of the nth request; undefined: it succeeds. */
type Fate = (request: ResourceRequest, nth: number) => BulkOutcome | undefined;

/** Runs operations against endpoints that take everything, and tells what they were asked and what is answered. */
function run(operations: readonly object[], { failOnErrors = 0, fate }: { failOnErrors?: number; fate?: Fate } = {}) {
  const body = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
    failOnErrors,
    Operations: operations,
  };
  const resourceTypes = [userResourceType, groupResourceType];
  const running = runBulk(parseBulkRequest(body, { maxOperations: 100_000, resourceTypes }));
  const sent: ResourceRequest[] = [];
  let turn = running.next();
  while (turn.done !== true) {
    const request = turn.value;
    sent.push(request);
    turn = running.next(fate?.(request, sent.length) ?? succeed(request));
  }
  const answers = toBulkResponse(turn.value, BASE).Operations;
  return { sent, answers, requests: sent.map(summary), statuses: answers.map(({ status }) => status) };
}

/** What is created gets its own name as id, in capitals. */
function succeed(request: ResourceRequest): BulkOutcome {
  const id = request.method === 'POST' ? String(request.data['name']).toUpperCase() : request.id;
  return { status: STATUS[request.method], id, version: `W/"${request.method}"` };
}

function summary(request: ResourceRequest): string {
  return request.method === 'POST' ? `POST ${String(request.data['name'])}` : `${request.method} ${request.id}`;
}

function user(name: string, data: object = {}) {
  return { method: 'POST', path: '/Users', bulkId: name, data: { name, ...data } };
}

function group(name: string, ...members: string[]) {
  return {
    method: 'POST',
    path: '/Groups',
    bulkId: name,
    data: { name, members: members.map(value => ({ value })) },
  };
}

function patch(path: string, ...members: string[]) {
  return { method: 'PATCH', path, data: [{ op: 'add', path: 'members', value: members.map(value => ({ value })) }] };
}

const remove = (path: string) => ({ method: 'DELETE', path });
const managedBy = (value: string) => ({ [ENTERPRISE]: { department: 'X', manager: { value } } });

describe('operations without references', () => {
  test('are carried out and answered in the order given (RFC 7644 §3.7.3)', () => {
    const { requests, answers } = run([
      user('a'),
      { method: 'PUT', path: '/Users/1', data: {}, bulkId: 'mine' },
      remove('/Users/2'),
      patch('/Groups/3', 'X'),
      group('g'),
    ]);
    expect(requests).toEqual(['POST a', 'PUT 1', 'DELETE 2', 'PATCH 3', 'POST g']);
    expect(answers).toEqual([
      { method: 'POST', bulkId: 'a', location: `${BASE}/Users/A`, version: 'W/"POST"', status: '201' },
      { method: 'PUT', bulkId: 'mine', location: `${BASE}/Users/1`, version: 'W/"PUT"', status: '200' },
      { method: 'DELETE', location: `${BASE}/Users/2`, version: 'W/"DELETE"', status: '204' },
      { method: 'PATCH', location: `${BASE}/Groups/3`, version: 'W/"PATCH"', status: '200' },
      { method: 'POST', bulkId: 'g', location: `${BASE}/Groups/G`, version: 'W/"POST"', status: '201' },
    ]);
  });

  test('a version that is not known is left out', () => {
    const { answers } = run([remove('/Users/2')], { fate: () => ({ status: 204, id: '2' }) });
    expect(answers).toEqual([{ method: 'DELETE', location: `${BASE}/Users/2`, status: '204' }]);
  });

  test('a failure does not stop the others; only a failed POST has no location (RFC 7644 §3.7.3)', () => {
    const { answers } = run([user('a'), remove('/Users/2'), remove('/Devices/2'), user('b')], {
      fate: (_, nth) => (nth < 3 ? ScimError.uniqueness('Taken.') : undefined),
    });
    const response = { schemas: [ERROR], status: '409', scimType: 'uniqueness', detail: 'Taken.' };
    expect(JSON.parse(JSON.stringify(answers))).toEqual([
      { method: 'POST', bulkId: 'a', status: '409', response },
      { method: 'DELETE', location: `${BASE}/Users/2`, status: '409', response },
      { method: 'DELETE', status: '404', response: expect.objectContaining({ status: '404' }) },
      expect.objectContaining({ bulkId: 'b', status: '201' }),
    ]);
  });
});

describe('failOnErrors (RFC 7644 §3.7)', () => {
  const operations = [remove('/Users/1'), remove('/Devices/1'), user('a'), remove('/Users/2'), user('b')];
  const failDeletes: Fate = ({ method }) => (method === 'DELETE' ? ScimError.notFound('None.') : undefined);

  test.each([
    [0, ['404', '404', '201', '404', '201']],
    [1, ['404']],
    [2, ['404', '404']],
    [3, ['404', '404', '201', '404']],
    [4, ['404', '404', '201', '404', '201']],
  ])('%i: the answer holds what was processed', (failOnErrors, statuses) => {
    expect(run(operations, { failOnErrors, fate: failDeletes }).statuses).toEqual(statuses);
  });
});

describe('a reference (RFC 7644 §3.7.2)', () => {
  test('is replaced with the real id wherever it is, in everything that is sent', () => {
    const { sent } = run([
      user('a'),
      user('b', managedBy('bulkId:a')),
      { ...group('g', 'bulkId:a', 'X'), data: { name: 'g', members: [{ $ref: '../Users/bulkId:a', primary: true }] } },
      {
        method: 'PATCH',
        path: '/Groups/bulkId:g',
        data: [{ op: 'remove', path: 'members[value eq "bulkId:b" or value eq "X"]', value: null }],
      },
      { method: 'PUT', path: '/Users/bulkId:b', version: 'W/"1"', data: { nickName: 'bulkId:a', title: 'bulkId' } },
    ]);
    expect(sent.slice(1)).toEqual([
      { method: 'POST', resourceType: userResourceType, data: { name: 'b', ...managedBy('A') } },
      {
        method: 'POST',
        resourceType: groupResourceType,
        data: { name: 'g', members: [{ $ref: '../Users/A', primary: true }] },
      },
      {
        method: 'PATCH',
        resourceType: groupResourceType,
        id: 'G',
        data: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'remove', path: 'members[value eq "B" or value eq "X"]', value: null }],
        },
      },
      {
        method: 'PUT',
        resourceType: userResourceType,
        id: 'B',
        version: 'W/"1"',
        data: { nickName: 'A', title: 'bulkId' },
      },
    ]);
  });

  test('to something unknown is 400, to something that failed 409; the others go on', () => {
    const { requests, answers } = run(
      [
        user('a'),
        group('g', 'bulkId:a'),
        patch('/Groups/bulkId:g', 'X'),
        patch('/Groups/1', 'bulkId:nobody'),
        user('b'),
      ],
      { fate: (_, nth) => (nth === 1 ? ScimError.invalidValue('No.') : undefined) },
    );
    expect(requests).toEqual(['POST a', 'POST b']);
    expect(answers).toMatchObject([
      { status: '400' },
      { status: '409', response: { message: expect.stringContaining('"bulkId:a"') } },
      { status: '409', response: { message: expect.stringContaining('"bulkId:g"') } },
      {
        status: '400',
        location: `${BASE}/Groups/1`,
        response: { message: expect.stringContaining('"bulkId:nobody"') },
      },
      { status: '201' },
    ]);
    expect(answers[2]).not.toHaveProperty('location');
  });

  test('to an operation that was refused from the start is 409', () => {
    expect(run([{ ...user('a'), path: '/Devices' }, group('g', 'bulkId:a')]).statuses).toEqual(['404', '409']);
  });

  test('to the bulkId of anything but a POST is to something unknown', () => {
    expect(run([{ ...remove('/Users/1'), bulkId: 'a' }, group('g', 'bulkId:a')]).statuses).toEqual(['204', '400']);
  });
});

describe('the order (RFC 7644 §3.7: "the same stateful result is achieved")', () => {
  test.each<[string, object[], string[]]>([
    ['an operation waits for what it refers to', [group('g', 'bulkId:a'), user('a')], ['POST a', 'POST g']],
    [
      'and for what that refers to',
      [group('g', 'bulkId:a'), user('a', managedBy('bulkId:b')), user('b', managedBy('bulkId:c')), user('c')],
      ['POST c', 'POST b', 'POST a', 'POST g'],
    ],
    [
      'nothing else moves',
      [user('a'), group('g', 'bulkId:b'), remove('/Users/1'), user('b'), remove('/Users/2')],
      ['POST a', 'DELETE 1', 'POST b', 'POST g', 'DELETE 2'],
    ],
    [
      'a deleted user’s name is free before the POST that takes it, though something refers to that',
      [patch('/Groups/1', 'bulkId:a'), remove('/Users/2'), user('a')],
      ['DELETE 2', 'POST a', 'PATCH 1'],
    ],
    [
      'later changes of the same resource stay later',
      [patch('/Groups/1', 'bulkId:a'), patch('/Groups/1', 'X'), user('a'), remove('/Groups/1')],
      ['POST a', 'PATCH 1', 'PATCH 1', 'DELETE 1'],
    ],
    [
      'users that may want one userName keep their order',
      [user('a', managedBy('bulkId:c')), { method: 'PUT', path: '/Users/1', data: {} }, user('c')],
      ['POST c', 'POST a', 'PUT 1'],
    ],
    [
      'a member is deleted after it was added, and before it is added again',
      [patch('/Groups/1', 'X', 'bulkId:a'), remove('/Users/X'), group('g', 'X'), user('a'), remove('/Users/X')],
      ['POST a', 'PATCH 1', 'DELETE X', 'POST g', 'DELETE X'],
    ],
    [
      'what is created is deleted after all that refer to it',
      [patch('/Groups/1', 'bulkId:a', 'bulkId:b'), user('a'), remove('/Users/bulkId:a'), user('b')],
      ['POST a', 'POST b', 'PATCH 1', 'DELETE A'],
    ],
    [
      'a resource can be changed and deleted before its POST in the list',
      [patch('/Groups/bulkId:g', 'X'), remove('/Groups/bulkId:g'), group('g')],
      ['POST g', 'PATCH G', 'DELETE G'],
    ],
  ])('%s', (_, operations, requests) => {
    expect(run(operations).requests).toEqual(requests);
  });
});

describe('a circle of references (RFC 7644 §3.7.1)', () => {
  test('of two groups: one is created without its member, which a PATCH adds', () => {
    const { sent, answers } = run([group('a', 'bulkId:b', 'X'), group('b', 'Y', 'bulkId:a')]);
    expect(sent).toEqual([
      { method: 'POST', resourceType: groupResourceType, data: { name: 'b', members: [{ value: 'Y' }] } },
      {
        method: 'POST',
        resourceType: groupResourceType,
        data: { name: 'a', members: [{ value: 'B' }, { value: 'X' }] },
      },
      {
        method: 'PATCH',
        resourceType: groupResourceType,
        id: 'B',
        data: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'add', value: { members: [{ value: 'A' }] } }],
        },
      },
    ]);
    expect(answers).toEqual([
      { method: 'POST', bulkId: 'a', location: `${BASE}/Groups/A`, version: 'W/"POST"', status: '201' },
      { method: 'POST', bulkId: 'b', location: `${BASE}/Groups/B`, version: 'W/"PATCH"', status: '201' },
    ]);
  });

  test('of two managers: the rest of the extension is created at once', () => {
    const { sent } = run([user('a', managedBy('bulkId:b')), user('b', managedBy('bulkId:a'))]);
    expect(sent).toMatchObject([
      { method: 'POST', data: { name: 'b', [ENTERPRISE]: { department: 'X' } } },
      { method: 'POST', data: { name: 'a', ...managedBy('B') } },
      { method: 'PATCH', id: 'B', data: { Operations: [{ value: { [ENTERPRISE]: { manager: { value: 'A' } } } }] } },
    ]);
    expect(sent[0]).not.toHaveProperty(['data', ENTERPRISE, 'manager']);
  });

  test('of one: it is tried in the same way', () => {
    const { requests, statuses } = run([user('a', managedBy('bulkId:a'))]);
    expect([requests, statuses]).toEqual([['POST a', 'PATCH A'], ['201']]);
  });

  test('is closed before later changes of its resources', () => {
    const { requests } = run([
      user('u', managedBy('bulkId:g')),
      group('g', 'bulkId:u', 'bulkId:h'),
      group('h', 'bulkId:u'),
      { method: 'PATCH', path: '/Groups/bulkId:g', data: [{ op: 'remove', path: 'members' }] },
    ]);
    expect(requests).toEqual(['POST h', 'POST g', 'POST u', 'PATCH G', 'PATCH H', 'PATCH G']);
  });

  test('that cannot be closed is 409, and leaves nothing half done', () => {
    const { requests, answers } = run([group('a', 'bulkId:b'), group('b', 'bulkId:a'), group('c', 'bulkId:b')], {
      fate: ({ method }) => (method === 'PATCH' ? ScimError.invalidValue('No circles.') : undefined),
    });
    expect(requests).toEqual(['POST b', 'POST a', 'PATCH B', 'DELETE B']);
    expect(answers).toMatchObject([
      { bulkId: 'a', status: '201' },
      { bulkId: 'b', status: '409', response: { message: expect.stringContaining('No circles.') } },
      { bulkId: 'c', status: '409' },
    ]);
    expect(answers[1]).not.toHaveProperty('location');
  });

  test('one of which fails: those that refer to it are 409, and taken back', () => {
    const { requests, statuses } = run([group('a', 'bulkId:b'), group('b', 'bulkId:a')], {
      fate: (_, nth) => (nth === 2 ? ScimError.invalidValue('No.') : undefined),
    });
    expect([requests, statuses]).toEqual([
      ['POST b', 'POST a', 'DELETE B'],
      ['400', '409'],
    ]);
  });

  test('the first of which fails is not completed', () => {
    const { requests, statuses } = run([group('a', 'bulkId:b'), group('b', 'bulkId:a')], {
      fate: (_, nth) => (nth === 1 ? ScimError.invalidValue('No.') : undefined),
    });
    expect([requests, statuses]).toEqual([['POST b'], ['409', '400']]);
  });

  test('that failOnErrors cuts off leaves nothing half done', () => {
    const { sent, statuses } = run([group('a', 'bulkId:b', 'bulkId:nobody'), group('b', 'bulkId:a')], {
      failOnErrors: 1,
    });
    expect(sent.at(-1)).toEqual({ method: 'DELETE', resourceType: groupResourceType, id: 'B', takesBack: true });
    expect(statuses).toEqual(['400', '409']);
  });

  test.each([
    ['new: deleted', { version: 'W/"1"' }, { method: 'DELETE' }],
    [
      'brought back by the POST: made inactive again',
      { version: 'W/"4"' },
      { method: 'PATCH', data: { Operations: [{ op: 'replace', path: 'active', value: false }] } },
    ],
    [
      'of a version nobody knows: made inactive',
      {},
      { method: 'PATCH', data: { Operations: [{ op: 'replace', path: 'active', value: false }] } },
    ],
  ])('that cannot be closed takes a user back who is %s', (_, version, takingBack) => {
    const { sent, statuses } = run([user('a', managedBy('bulkId:b')), user('b', managedBy('bulkId:a'))], {
      fate: ({ method }, nth) => {
        if (nth === 1) return { status: 201, id: 'B', ...version };
        return method === 'POST' ? ScimError.invalidValue('No.') : undefined;
      },
    });
    expect(sent).toHaveLength(3);
    expect(sent[2]).toMatchObject({ ...takingBack, resourceType: userResourceType, id: 'B', takesBack: true });
    expect(statuses).toEqual(['400', '409']);
  });
});

describe('when the service provider cannot answer for the moment', () => {
  test('nothing more is tried, and what was not is told to be tried again', () => {
    const { requests, statuses } = run([user('a'), user('b'), { ...user('c'), path: '/Me' }, group('g', 'bulkId:a')], {
      fate: (_, nth) => (nth === 2 ? ScimError.unavailable('Not now.') : undefined),
    });
    expect(requests).toEqual(['POST a', 'POST b']);
    expect(statuses).toEqual(['201', '503', '501', '503']);
  });

  test('what is half done is taken back', () => {
    const { requests, statuses } = run([group('a', 'bulkId:b'), group('b', 'bulkId:a')], {
      fate: (_, nth) => (nth === 2 ? ScimError.unavailable('Not now.') : undefined),
    });
    expect([requests, statuses]).toEqual([
      ['POST b', 'POST a', 'DELETE B'],
      ['503', '503'],
    ]);
  });
});
