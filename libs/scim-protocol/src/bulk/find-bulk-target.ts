import type { ResourceType } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { BulkMethod } from './bulk-operation.js';

/** What the path of an operation points at; the id is absent exactly for an endpoint such as `/Users`. */
export interface BulkTarget {
  readonly resourceType: ResourceType;
  readonly id?: string;
}

/**
 * Gives what a path points at, or the error that a request of its own to that path would have: `/Users`, `Users/1`,
 * `/v2/Users/bulkId:x` (RFC 7644 §3.7; §3.13 for the version).
 */
export function findBulkTarget(
  method: BulkMethod,
  path: string,
  resourceTypes: readonly ResourceType[],
): BulkTarget | ScimError {
  const [name = '', ...rest] = segmentsOf(path);
  const endpoint = `/${name.toLowerCase()}`;
  const resourceType = resourceTypes.find(candidate => candidate.endpoint.toLowerCase() === endpoint);
  if (resourceType === undefined) return noTarget(endpoint, path, resourceTypes);
  const isResource = rest.length > 0;
  if (isResource === (method === 'POST')) return wrongMethod(method, resourceType);
  return isResource ? { resourceType, id: rest.join('/') } : { resourceType };
}

function segmentsOf(path: string): readonly string[] {
  const segments = path.split('/').filter(segment => segment !== '');
  return segments[0] === 'v2' ? segments.slice(1) : segments;
}

function noTarget(endpoint: string, path: string, resourceTypes: readonly ResourceType[]): ScimError {
  if (endpoint === '/bulk') return ScimError.invalidSyntax('A bulk operation cannot be another bulk request.');
  if (endpoint === '/me') return ScimError.notImplemented('There is no /Me here. Name the resource by its id.');
  const endpoints = resourceTypes.map(resourceType => resourceType.endpoint).join(' and ');
  return ScimError.notFound(`There is no endpoint at ${JSON.stringify(path)}. Bulk operations go to ${endpoints}.`);
}

function wrongMethod(method: BulkMethod, { endpoint }: ResourceType): ScimError {
  return method === 'POST'
    ? ScimError.methodNotAllowed(`POST goes to ${endpoint} and not to a resource.`, {
        allow: ['PUT', 'PATCH', 'DELETE'],
      })
    : ScimError.methodNotAllowed(`${method} goes to a resource, ${endpoint}/{id}.`, { allow: ['POST'] });
}
