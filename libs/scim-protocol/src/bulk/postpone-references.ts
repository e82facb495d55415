import { PATCH_OP_URN } from '../messages/message-urns.js';
import { isObject } from '../resource/is-object.js';
import type { BulkData } from './bulk-operation.js';
import { readReference } from './bulk-reference.js';
import { mapValue } from './map-names.js';

/** Something in two parts: what can be created now, and what can only be added later. */
interface Parts {
  readonly now: BulkData;
  readonly later: BulkData;
}

/**
 * Takes from a resource what refers to resources that do not exist yet (RFC 7644 §3.7.1), and gives both: the resource to
 * create now, and the PatchOp that adds the rest later. Taken are single values of a list, such as one member of a group,
 * otherwise whole attributes, such as the manager.
 */
export function postponeReferences(resource: BulkData, bulkIds: ReadonlySet<string>): Parts {
  const { now, later } = split(resource, bulkIds);
  return { now, later: { schemas: [PATCH_OP_URN], Operations: [{ op: 'add', value: later }] } };
}

function split(object: BulkData, bulkIds: ReadonlySet<string>): Parts {
  const now: [string, unknown][] = [];
  const later: [string, unknown][] = [];
  for (const [name, value] of Object.entries(object)) {
    if (!mentions(value, bulkIds)) now.push([name, value]);
    else if (Array.isArray(value)) {
      now.push([name, value.filter(element => !mentions(element, bulkIds))]);
      later.push([name, value.filter(element => mentions(element, bulkIds))]);
    } else if (isObject(value) && isExtension(name)) {
      const inner = split(value, bulkIds);
      now.push([name, inner.now]);
      later.push([name, inner.later]);
    } else later.push([name, value]);
  }
  return { now: Object.fromEntries(now), later: Object.fromEntries(later) };
}

/** RFC 7643 §3.3: the container of an extension is named by its URN; it is no attribute itself. */
function isExtension(name: string): boolean {
  return /^urn:/i.test(name);
}

function mentions(value: unknown, bulkIds: ReadonlySet<string>): boolean {
  let found = false;
  mapValue(value, text => {
    found ||= bulkIds.has(readReference(text) ?? '');
    return text;
  });
  return found;
}
