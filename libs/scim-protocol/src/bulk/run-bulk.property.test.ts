import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupResourceType, userResourceType } from '../schemas/resource-types.js';
import { ScimError } from '../scim-error.js';
import type { BulkOutcome, BulkResult, ResourceRequest } from './bulk-operation.js';
import { parseBulkRequest } from './parse-bulk-request.js';
import { runBulk } from './run-bulk.js';

const STATUS = { POST: 201, PUT: 200, PATCH: 200, DELETE: 204 };

function run(
  operations: readonly object[],
  send: (request: ResourceRequest) => BulkOutcome,
  failOnErrors = 0,
): readonly BulkResult[] {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
  const resourceTypes = [userResourceType, groupResourceType];
  const request = parseBulkRequest(
    { schemas, failOnErrors, Operations: operations },
    { maxOperations: Infinity, resourceTypes },
  );
  const running = runBulk(request);
  let turn = running.next();
  while (turn.done !== true) turn = running.next(send(turn.value));
  return turn.value;
}

const members = (values: readonly string[]) => values.map(value => ({ value }));
const group = (bulkId: string, values: readonly string[]) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { displayName: bulkId, members: members(values) },
});

describe('any graph of references', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
  const reference = fc.oneof(
    { weight: 6, arbitrary: name.map(bulkId => `bulkId:${bulkId}`) },
    { weight: 1, arbitrary: fc.constantFrom('bulkId:nobody', 'bulkId:', '1', '2') },
  );
  const references = fc.array(reference, { maxLength: 4 });
  const target = fc.oneof(reference, fc.constantFrom('1', '2'));
  const posts = fc
    .uniqueArray(name, { minLength: 1 })
    .chain(names => fc.tuple(...names.map(bulkId => references.map(values => group(bulkId, values)))));
  const others = fc.array(
    fc.oneof(
      fc.tuple(target, references).map(([id, values]) => ({
        method: 'PATCH',
        path: `/Groups/${id}`,
        data: [{ op: 'add', path: 'members', value: members(values) }],
      })),
      target.map(id => ({ method: 'DELETE', path: `/Groups/${id}` })),
      fc.constant({ method: 'DELETE', path: '/Devices/1' }),
    ),
    { maxLength: 8 },
  );
  const operations = fc
    .tuple(posts, others)
    .chain(([created, changed]) => fc.shuffledSubarray<object>([...created, ...changed], { minLength: 1 }));
  /** Whether the nth request fails. */
  const failures = fc.infiniteStream(fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()));

  test('is resolved or answered: once for each operation, and never sent with a reference in it', () => {
    fc.assert(
      fc.property(operations, failures, fc.nat({ max: 4 }), (list, fails, failOnErrors) => {
        let sent = 0;
        const results = run(
          list,
          request => {
            sent += 1;
            const { resourceType: _, ...rest } = request;
            expect(JSON.stringify(rest)).not.toContain('bulkId:');
            if (fails.next().value === true) return ScimError.invalidValue('No.');
            return { status: STATUS[request.method], id: request.method === 'POST' ? `id-${sent}` : request.id };
          },
          failOnErrors,
        );
        expect(sent).toBeLessThanOrEqual(2 * list.length);
        const errors = results.filter(({ error }) => error !== undefined).length;
        if (failOnErrors === 0 || errors < failOnErrors) expect(results).toHaveLength(list.length);
        for (const { status, error } of results) expect(error?.status ?? status).toBe(status);
      }),
    );
  });
});

describe('the state in the end', () => {
  /** Groups as a service provider keeps them; a member may be expected, when its POST is still to come. */
  class Directory {
    readonly groups = new Map([
      ['g1', new Set<string>()],
      ['g2', new Set<string>()],
    ]);
    readonly users = new Set(['u1', 'u2', 'u3']);

    constructor(private readonly expected: ReadonlySet<string> = new Set()) {}

    create(id: string, values: readonly string[]): boolean {
      if (!values.every(value => this.knows(value))) return false;
      this.groups.set(id, new Set(values));
      return true;
    }

    change(id: string, op: string, values: readonly string[]): boolean {
      const found = this.groups.get(id);
      if (found === undefined || (op !== 'remove' && !values.every(value => this.knows(value)))) return false;
      if (op === 'replace') found.clear();
      for (const value of values) {
        if (op === 'remove') found.delete(value);
        else found.add(value);
      }
      return true;
    }

    delete(id: string): boolean {
      if (!this.users.delete(id) && !this.groups.delete(id)) return false;
      for (const group of this.groups.values()) group.delete(id);
      return true;
    }

    state(): unknown {
      const groups = [...this.groups].map(([id, values]) => [id, [...values].toSorted()] as const);
      return { groups: groups.toSorted(([a], [b]) => a.localeCompare(b)), users: [...this.users].toSorted() };
    }

    private knows(id: string): boolean {
      return this.users.has(id) || this.groups.has(id) || this.expected.has(id);
    }
  }

  const isNew = (id: string) => id.startsWith('new');
  const named = (id: string) => (isNew(id) ? `bulkId:${id}` : id);
  const value = fc.constantFrom('u1', 'u2', 'u3', 'new1', 'new2', 'new3');
  const values = fc.array(value, { maxLength: 3 });
  const changeOf = fc.record({
    op: fc.constantFrom('add', 'remove', 'replace'),
    id: fc.constantFrom('g1', 'g2', 'newGroup'),
    values,
  });
  const steps = fc
    .tuple(
      fc.array(
        fc.oneof(
          changeOf,
          fc.record({ op: fc.constant('delete'), id: fc.constantFrom('u1', 'u2', 'u3', 'g1', 'new1') }),
        ),
        { maxLength: 8 },
      ),
      values,
    )
    .chain(([changes, created]) =>
      fc.shuffledSubarray(
        [
          ...changes,
          ...['new1', 'new2', 'new3'].map(id => ({ op: 'post', id })),
          { op: 'post', id: 'newGroup', values: created },
        ],
        { minLength: changes.length + 4 },
      ),
    )
    // What changes or deletes what is only created later has no meaning in the order given.
    .filter(list =>
      list.every(
        ({ op, id }, index) =>
          op === 'post' || !isNew(id) || list.findIndex(s => s.op === 'post' && s.id === id) < index,
      ),
    );

  function toOperation(step: { op: string; id: string; values?: readonly string[] }): object {
    const { op, id } = step;
    const path = `/${/^(?:u|new\d)/.test(id) ? 'Users' : 'Groups'}/${named(id)}`;
    const listed = members((step.values ?? []).map(named));
    if (op === 'delete') return { method: 'DELETE', path };
    if (op !== 'post') return { method: 'PATCH', path, data: [{ op, path: 'members', value: listed }] };
    return {
      method: 'POST',
      path: id === 'newGroup' ? '/Groups' : '/Users',
      bulkId: id,
      data: { id, members: listed },
    };
  }

  test('is that of the order given, as if what is created had its ids from the beginning (RFC 7644 §3.7)', () => {
    fc.assert(
      fc.property(steps, list => {
        const created = new Set(['new1', 'new2', 'new3', 'newGroup']);
        const wanted = new Directory(created);
        for (const { op, id, ...rest } of list) {
          const given = 'values' in rest ? rest.values : [];
          if (op === 'delete') {
            wanted.delete(id);
            created.delete(id);
          } else if (op !== 'post') wanted.change(id, op, given);
          else if (id === 'newGroup') wanted.create(id, given);
          else wanted.users.add(id);
        }
        const kept = new Directory();
        run(list.map(toOperation), request => (send(kept, request) ? outcome(request) : ScimError.notFound('No.')));
        expect(kept.state()).toEqual(wanted.state());
      }),
    );
  });

  function send(directory: Directory, request: ResourceRequest): boolean {
    if (request.method === 'DELETE') return directory.delete(request.id);
    if (request.method === 'POST') {
      const { id, members: listed } = request.data as { id: string; members: { value: string }[] };
      if (request.resourceType !== userResourceType)
        return directory.create(
          id,
          listed.map(one => one.value),
        );
      directory.users.add(id);
      return true;
    }
    const [{ op, value: listed }] = request.data['Operations'] as [{ op: string; value: { value: string }[] }];
    return directory.change(
      request.id,
      op,
      listed.map(one => one.value),
    );
  }

  function outcome(request: ResourceRequest): BulkOutcome {
    const id = request.method === 'POST' ? String(request.data['id']) : request.id;
    return { status: STATUS[request.method], id };
  }
});

describe('time grows with the number of operations and references alone', () => {
  const COUNT = 20_000;
  const names = Array.from({ length: COUNT }, (_, index) => String(index));
  const next = (index: number) => `bulkId:${(index + 1) % COUNT}`;

  test.each<[string, object[]]>([
    ['a circle of all', names.map((name, index) => group(name, [next(index)]))],
    [
      'all refer to the last, and the last to all',
      names.map((name, index) =>
        group(name, index < COUNT - 1 ? [`bulkId:${COUNT - 1}`] : names.map(other => `bulkId:${other}`)),
      ),
    ],
    [
      'each is deleted before it is there',
      names.flatMap(name => [{ method: 'DELETE', path: `/Groups/bulkId:${name}` }, group(name, [])]),
    ],
  ])('%s', (_, operations) => {
    const started = performance.now();
    const results = run(operations, request => ({
      status: STATUS[request.method],
      id: request.method === 'POST' ? String(request.data['displayName']) : request.id,
    }));
    expect(results.filter(({ error }) => error !== undefined)).toEqual([]);
    // A hundred times what it takes; what is quadratic takes longer.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
