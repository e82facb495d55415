import { isObject } from '../resource/is-object.js';
import type { BulkData, ResourceRequest } from './bulk-operation.js';

/** How deep names are looked for; a PatchOp has its deepest values, those of an extension's complex attribute, at 9. */
const MAX_DEPTH = 16;

// Up to the closing quote or the end, so that no text is looked at twice.
const LITERAL = /"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)/g;

type Change = (name: string) => string;

/**
 * Gives a request with every text changed that may name a resource: its id, the strings in its data wherever they are,
 * and the literals of the filters in the paths of a PATCH.
 */
export function mapNames(request: ResourceRequest, change: Change): ResourceRequest {
  if (request.method === 'POST') return { ...request, data: mapValue(request.data, change) };
  const id = change(request.id);
  if (request.method === 'DELETE') return { ...request, id };
  const data = request.method === 'PATCH' ? mapPatchOp(request.data, change) : mapValue(request.data, change);
  return { ...request, id, data };
}

/** Gives a value with every string in it changed. */
export function mapValue<Value>(value: Value, change: Change): Value {
  return mapUnknown(value, change, 0) as Value;
}

function mapUnknown(value: unknown, change: Change, depth: number): unknown {
  if (typeof value === 'string') return change(value);
  if (depth === MAX_DEPTH) return value;
  if (Array.isArray(value)) return value.map(element => mapUnknown(element, change, depth + 1));
  return isObject(value) ? mapMembers(value, member => mapUnknown(member, change, depth + 1)) : value;
}

function mapPatchOp(message: BulkData, change: Change): BulkData {
  return mapMembers(message, (member, name) =>
    name === 'operations' && Array.isArray(member)
      ? member.map(operation => (isObject(operation) ? mapPatchOperation(operation, change) : (operation as unknown)))
      : mapValue(member, change),
  );
}

function mapPatchOperation(operation: BulkData, change: Change): BulkData {
  return mapMembers(operation, (member, name) =>
    name === 'path' && typeof member === 'string' ? mapLiterals(member, change) : mapValue(member, change),
  );
}

function mapLiterals(path: string, change: Change): string {
  return path.replaceAll(LITERAL, literal => {
    const name = literal.slice(1, -1);
    const changed = change(name);
    return changed === name ? literal : JSON.stringify(changed);
  });
}

function mapMembers(object: BulkData, change: (member: unknown, lowerName: string) => unknown): BulkData {
  return Object.fromEntries(Object.entries(object).map(([name, member]) => [name, change(member, name.toLowerCase())]));
}
