import { ScimError } from '../scim-error.js';
import type { BulkData, BulkOperation, BulkOutcome, BulkResult, ResourceRequest } from './bulk-operation.js';
import { readReference, replaceReference } from './bulk-reference.js';
import { mapNames } from './map-names.js';
import { postponeReferences } from './postpone-references.js';
import { takeBackPost } from './take-back-post.js';

type Requests = Generator<ResourceRequest, void, BulkOutcome>;
type Success = Exclude<BulkOutcome, ScimError>;
type Change = Extract<ResourceRequest, { readonly method: 'PUT' | 'PATCH' }>;

/** A PATCH that still has to complete what was created, and what takes it back otherwise. */
interface Completion {
  readonly completing: Change;
  readonly undoing: ResourceRequest;
}

const NOTHING: ReadonlySet<string> = new Set();

/** What has become of the operations of one bulk request so far, and how each goes on. */
export class BulkRun {
  readonly results = new Map<BulkOperation, BulkResult>();
  errors = 0;
  /** The ids of what the POSTs created, by bulkId; undefined while there is none. */
  private readonly ids: Map<string | undefined, string | undefined>;
  private readonly completions = new Map<BulkOperation, Completion>();
  private unavailable: ScimError | undefined;

  constructor(operations: readonly BulkOperation[]) {
    const posts = operations.filter(({ method }) => method === 'POST');
    this.ids = new Map(posts.map(({ bulkId }) => [bulkId, undefined]));
  }

  get incomplete(): readonly BulkOperation[] {
    return [...this.completions.keys()];
  }

  *perform(operation: BulkOperation, postponed: ReadonlySet<string>): Requests {
    const request = this.prepare(operation.request, operation.references, postponed);
    if (request instanceof ScimError) return this.fail(operation, request);
    if (request.method !== 'POST' || postponed.size === 0) return this.settle(operation, request, yield request);
    const { now, later } = postponeReferences(request.data, postponed);
    const outcome = yield { ...request, data: now };
    this.settle(operation, request, outcome);
    if (outcome instanceof ScimError) return;
    const completing = completion(request, outcome.id, later);
    this.completions.set(operation, { completing, undoing: takeBackPost(request.resourceType, outcome) });
  }

  *complete(operation: BulkOperation): Requests {
    const { completing } = this.completions.get(operation) ?? {};
    if (completing === undefined) return;
    const request = this.prepare(completing, operation.references, NOTHING);
    const outcome = request instanceof ScimError ? request : yield request;
    if (outcome instanceof ScimError) return yield* this.takeBack(operation, asCircular(outcome));
    this.completions.delete(operation);
    this.succeed(operation, completing, { ...outcome, status: 201 });
  }

  /** Takes back what was created but cannot be completed, because an operation takes place whole or not at all. */
  *takeBack(operation: BulkOperation, error: ScimError): Requests {
    const { undoing } = this.completions.get(operation) as Completion;
    this.completions.delete(operation);
    this.ids.set(operation.bulkId, undefined);
    this.fail(operation, error);
    yield undoing;
  }

  /** Gives the request with real ids, or why it cannot be made. */
  private prepare(
    request: ResourceRequest | ScimError,
    references: readonly string[],
    postponed: ReadonlySet<string>,
  ): ResourceRequest | ScimError {
    if (request instanceof ScimError) return request;
    if (this.unavailable !== undefined) return this.unavailable;
    const missing = references.find(bulkId => this.ids.get(bulkId) === undefined && !postponed.has(bulkId));
    if (missing !== undefined) return this.unresolved(missing);
    return references.length === 0 ? request : mapNames(request, name => this.resolve(name));
  }

  private resolve(name: string): string {
    const bulkId = readReference(name);
    const id = this.ids.get(bulkId);
    return bulkId === undefined || id === undefined ? name : replaceReference(name, bulkId, id);
  }

  private unresolved(bulkId: string): ScimError {
    const reference = JSON.stringify(`bulkId:${bulkId}`);
    return this.ids.has(bulkId)
      ? ScimError.conflict(`The operation that ${reference} refers to failed.`)
      : ScimError.invalidValue(`No POST of this request has the bulkId that ${reference} refers to.`);
  }

  private settle(operation: BulkOperation, request: ResourceRequest, outcome: BulkOutcome): void {
    if (outcome instanceof ScimError) this.fail(operation, outcome);
    else this.succeed(operation, request, outcome);
  }

  private succeed(operation: BulkOperation, { resourceType }: ResourceRequest, { status, id, version }: Success): void {
    if (operation.method === 'POST') this.ids.set(operation.bulkId, id);
    this.results.set(operation, {
      ...named(operation),
      path: `${resourceType.endpoint}/${id}`,
      ...(version !== undefined && { version }),
      status,
    });
  }

  private fail(operation: BulkOperation, error: ScimError): void {
    if (error.code === 'unavailable') this.unavailable ??= error;
    this.errors += 1;
    const path = this.pathOf(operation.request);
    this.results.set(operation, {
      ...named(operation),
      ...(path !== undefined && { path }),
      status: error.status,
      error,
    });
  }

  /** RFC 7644 §3.7.3: a failed operation has the location of its resource too, unless it is a POST. */
  private pathOf(request: ResourceRequest | ScimError): string | undefined {
    if (request instanceof ScimError || request.method === 'POST') return undefined;
    const id = this.resolve(request.id);
    return readReference(id) === undefined ? `${request.resourceType.endpoint}/${id}` : undefined;
  }
}

function completion({ resourceType }: ResourceRequest, id: string, data: BulkData): Change {
  return { method: 'PATCH', resourceType, id, data };
}

function asCircular(error: ScimError): ScimError {
  if (error.code === 'unavailable') return error;
  return ScimError.conflict(`Its circular reference could not be added: ${error.message}`, { cause: error });
}

function named({ method, bulkId }: BulkOperation): Pick<BulkOperation, 'method' | 'bulkId'> {
  return { method, ...(bulkId !== undefined && { bulkId }) };
}
