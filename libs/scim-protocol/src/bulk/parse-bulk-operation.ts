import { PATCH_OP_URN } from '../messages/message-urns.js';
import { findMember } from '../resource/find-member.js';
import { isObject } from '../resource/is-object.js';
import type { ResourceType } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { BulkData, BulkMethod, BulkOperation, ResourceRequest } from './bulk-operation.js';
import { readReference } from './bulk-reference.js';
import { findBulkTarget } from './find-bulk-target.js';
import { mapNames } from './map-names.js';

const METHODS: readonly BulkMethod[] = ['POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Gives one operation of a bulk request.
 *
 * @throws ScimError `invalidSyntax` when it is no operation at all
 */
export function parseBulkOperation(
  operation: unknown,
  label: string,
  resourceTypes: readonly ResourceType[],
): BulkOperation {
  if (!isObject(operation)) throw ScimError.invalidSyntax(`${label} must be a JSON object.`);
  const method = parseMethod(findMember(operation, 'method'), label);
  const bulkId = readText(operation, 'bulkId', label);
  if (method === 'POST' && bulkId === undefined) throw ScimError.invalidSyntax(`${label}: POST needs a "bulkId".`);
  const version = readText(operation, 'version', label);
  const path = readText(operation, 'path', label);
  if (path === undefined) throw ScimError.invalidSyntax(`${label}: "path" is missing.`);
  const request = toRequest({ method, path, version, data: findMember(operation, 'data') }, resourceTypes);
  return {
    method,
    ...(bulkId !== undefined && { bulkId }),
    request,
    references: request instanceof ScimError ? [] : referencesIn(request),
  };
}

interface OperationParts {
  readonly method: BulkMethod;
  readonly path: string;
  readonly version: string | undefined;
  readonly data: unknown;
}

function toRequest(
  { method, path, version, data }: OperationParts,
  resourceTypes: readonly ResourceType[],
): ResourceRequest | ScimError {
  const target = findBulkTarget(method, path, resourceTypes);
  if (target instanceof ScimError) return target;
  const { resourceType, id } = target;
  const precondition = version === undefined ? {} : { version };
  if (id !== undefined && method === 'DELETE') return { method, resourceType, id, ...precondition };
  const body = method === 'PATCH' ? toPatchOp(data) : data;
  if (!isObject(body)) return ScimError.invalidSyntax(`"data" of a ${method} must be a JSON object.`);
  return id === undefined
    ? { method: 'POST', resourceType, data: body }
    : { method: method === 'PATCH' ? method : 'PUT', resourceType, id, data: body, ...precondition };
}

/** The sample of RFC 7644 §3.7 has the bare list of operations where its text has a PatchOp message. */
function toPatchOp(data: unknown): unknown {
  return Array.isArray(data) ? ({ schemas: [PATCH_OP_URN], Operations: data } satisfies BulkData) : data;
}

function referencesIn(request: ResourceRequest): readonly string[] {
  const references = new Set<string>();
  mapNames(request, name => {
    const reference = readReference(name);
    if (reference !== undefined) references.add(reference);
    return name;
  });
  return [...references];
}

function parseMethod(method: unknown, label: string): BulkMethod {
  const upper = typeof method === 'string' ? method.toUpperCase() : method;
  const known = METHODS.find(name => name === upper);
  if (known !== undefined) return known;
  throw ScimError.invalidSyntax(`${label}: "method" must be one of ${METHODS.join(', ')}.`);
}

function readText(operation: BulkData, name: string, label: string): string | undefined {
  const value = findMember(operation, name) ?? undefined;
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw ScimError.invalidSyntax(`${label}: "${name}" must be a string that is not empty.`);
}
