import { countTerms } from '../filter/count-terms.js';
import { PATCH_OP_URN } from '../messages/message-urns.js';
import { parsePath } from '../path/parse-path.js';
import type { PatchPath } from '../path/patch-path.js';
import { readUrns } from '../resource/check-schemas.js';
import { findMember } from '../resource/find-member.js';
import { isObject } from '../resource/is-object.js';
import { ScimError } from '../scim-error.js';
import { strictRfc } from '../tolerances.js';
import type { Tolerances } from '../tolerances.js';
import type { PatchOperation } from './patch-operation.js';

/** How a PATCH body is read. */
export interface PatchOpOptions {
  /** Default: `strictRfc`. Only `looseSchemas` matters here: it lets `schemas` be missing. */
  readonly tolerances?: Tolerances;
  /** The most operations one body may have; default: no limit. */
  readonly maxOperations?: number;
}

/** The most conditions in the value filters of one PATCH, all operations together. */
export const MAX_PATCH_TERMS = 1000;

const OPS: readonly PatchOperation['op'][] = ['add', 'remove', 'replace'];

/**
 * Gives the operations of a PATCH body (RFC 7644 §3.5.2), checked for structure but not yet against a schema.
 *
 * The order and letter case of members, of `schemas` and of `op` do not matter (Entra ID sends "Replace"); members of an
 * operation other than `op`, `path` and `value` are ignored. A `value` of `null` in a `remove` counts as absent.
 *
 * @throws ScimError `invalidSyntax` when the structure is wrong; `invalidPath` when a path is malformed; `noTarget` when a
 * `remove` has no path; `invalidValue` when an `add` or `replace` has no value; `payloadTooLarge` above `maxOperations` or
 * `MAX_PATCH_TERMS`
 */
export function parsePatchOp(body: unknown, options: PatchOpOptions = {}): readonly PatchOperation[] {
  const { tolerances = strictRfc, maxOperations = Infinity } = options;
  if (!isObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object.');
  checkMessageSchema(body, tolerances);
  const operations = findMember(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw ScimError.invalidSyntax('"Operations" must be a list of at least one operation.');
  }
  if (operations.length > maxOperations) {
    throw ScimError.payloadTooLarge(
      `A PATCH may have at most ${maxOperations} operations; this has ${operations.length}.`,
    );
  }
  const parsed = operations.map((operation, index) => parseOperation(operation, `Operation ${index + 1}`));
  checkTerms(parsed);
  return parsed;
}

/** Every term of a value filter is tried on every value, so their number is what a PATCH costs. */
function checkTerms(operations: readonly PatchOperation[]): void {
  const terms = operations.reduce((sum, { path }) => sum + (path?.filter ? countTerms(path.filter) : 0), 0);
  if (terms <= MAX_PATCH_TERMS) return;
  throw ScimError.payloadTooLarge(
    `The paths of a PATCH may have at most ${MAX_PATCH_TERMS} conditions; these have ${terms}.`,
  );
}

function checkMessageSchema(body: Readonly<Record<string, unknown>>, tolerances: Tolerances): void {
  if (tolerances.looseSchemas && findMember(body, 'schemas') === undefined) return;
  const expected = PATCH_OP_URN.toLowerCase();
  if (!readUrns(body).some(urn => urn.toLowerCase() === expected)) {
    throw ScimError.invalidSyntax(`"schemas" of a PATCH body must name "${PATCH_OP_URN}".`);
  }
}

function parseOperation(operation: unknown, label: string): PatchOperation {
  if (!isObject(operation)) throw ScimError.invalidSyntax(`${label} must be a JSON object.`);
  const op = parseOp(findMember(operation, 'op'), label);
  const path = readPath(operation, label);
  const value = findMember(operation, 'value');
  if (op === 'remove') {
    if (path === undefined) throw ScimError.noTarget(`${label}: "remove" needs a path.`);
    return value === undefined || value === null ? { op, path } : { op, path, value };
  }
  if (value === undefined) throw ScimError.invalidValue(`${label}: "${op}" needs a value.`);
  return path === undefined ? { op, value } : { op, path, value };
}

function readPath(operation: Readonly<Record<string, unknown>>, label: string): PatchPath | undefined {
  const path = findMember(operation, 'path');
  if (path === undefined || path === null) return undefined;
  if (typeof path === 'string') return parsePath(path);
  throw ScimError.invalidPath(`${label}: "path" must be a string.`);
}

function parseOp(op: unknown, label: string): PatchOperation['op'] {
  const lower = typeof op === 'string' ? op.toLowerCase() : op;
  const known = OPS.find(name => name === lower);
  if (known !== undefined) return known;
  throw ScimError.invalidSyntax(`${label}: "op" must be one of add, remove and replace.`);
}
