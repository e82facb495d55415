import { ScimError } from '../scim-error.js';
import { type BulkNode, follow } from './bulk-node.js';
import type { BulkOperation } from './bulk-operation.js';
import { mapNames } from './map-names.js';

/**
 * Lets operations wait for earlier ones where the order given decides what results: among those that write resources of
 * one type, because these may be one resource or want one unique value; and between a DELETE and all that name what it
 * deletes.
 */
export function keepOrder(nodes: readonly BulkNode[]): void {
  keepOrderOfWrites(nodes);
  const deleted = new Set(nodes.flatMap(({ operation }) => deletedBy(operation) ?? []));
  if (deleted.size > 0) keepOrderAroundDeletes(nodes, deleted);
}

/** A DELETE needs no place among the others: what it frees, a later operation may take, and nothing is lost by early. */
function keepOrderOfWrites(nodes: readonly BulkNode[]): void {
  const last = new Map<string, BulkNode>();
  for (const node of nodes) {
    const { request } = node.operation;
    if (request instanceof ScimError || request.method === 'DELETE') continue;
    const { endpoint } = request.resourceType;
    const before = last.get(endpoint);
    if (before !== undefined) follow(before, node);
    last.set(endpoint, node);
  }
}

function keepOrderAroundDeletes(nodes: readonly BulkNode[], deleted: ReadonlySet<string>): void {
  const lastDelete = new Map<string, BulkNode>();
  const namers = new Map([...deleted].map(id => [id, [] as BulkNode[]]));
  for (const node of nodes) {
    const isDelete = deletedBy(node.operation) !== undefined;
    for (const name of namesIn(node.operation, deleted)) {
      const before = lastDelete.get(name);
      if (before !== undefined) follow(before, node);
      const named = namers.get(name) as BulkNode[];
      if (!isDelete) named.push(node);
      else {
        for (const namer of named.splice(0)) follow(namer, node);
        lastDelete.set(name, node);
      }
    }
  }
}

function deletedBy({ request }: BulkOperation): string | undefined {
  return !(request instanceof ScimError) && request.method === 'DELETE' ? request.id : undefined;
}

function namesIn({ request }: BulkOperation, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set<string>();
  if (request instanceof ScimError) return names;
  mapNames(request, name => {
    if (wanted.has(name)) names.add(name);
    return name;
  });
  return names;
}
