import { Injectable } from '@nestjs/common';
import {
  type BulkOutcome,
  type BulkResponse,
  parseBulkRequest,
  parsePrecondition,
  type ResourceRequest,
  type ResourceType,
  runBulk,
  ScimError,
  toBulkResponse,
} from '#libs/scim-protocol';
import { refuseWhilePaused } from '../http/refuse-while-paused.js';
import { type ResourceEndpoint, ResourceEndpoints } from '../http/resource-endpoint.js';
import type { RequestTrace } from '../http/request-log/request-trace.js';
import type { WireResource } from '../http/resource-reply.js';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { ScimSettings } from '../http/scim-settings.js';
import { toScimError } from '../http/to-scim-error.js';
import type { BulkClient } from './bulk-client.js';

/** Carries out the operations of bulk requests, one after the other, each in a transaction of its own. */
@Injectable()
export class BulkService {
  constructor(
    private readonly endpoints: ResourceEndpoints,
    private readonly settings: ScimSettings,
  ) {}

  /**
   * RFC 7644 §3.7. What one operation fails with is part of the answer.
   * @throws ScimError `forbidden`, `invalidSyntax`, `payloadTooLarge`; nothing has been done then.
   */
  async run(principal: ScimPrincipal, body: unknown, client: BulkClient): Promise<BulkResponse> {
    refuseWhilePaused(principal);
    const resourceTypes = this.endpoints.all().map(({ resourceType }) => resourceType);
    const { maxOperations } = this.settings;
    const run = runBulk(parseBulkRequest(body, { maxOperations, resourceTypes }));
    let turn = run.next();
    while (turn.done !== true) turn = run.next(await this.attempt(principal, turn.value, client));
    return toBulkResponse(turn.value, this.settings.baseUrl(principal));
  }

  private async attempt(principal: ScimPrincipal, request: ResourceRequest, client: BulkClient): Promise<BulkOutcome> {
    const reason = 'takesBack' in request ? undefined : client.findReasonToStop();
    if (reason) return reason;
    const trace: RequestTrace = {};
    const outcome = await this.send({ ...principal, trace }, request).catch((thrown: unknown) =>
      this.toError(thrown, request, client),
    );
    const { method, resourceType } = request;
    const type = resourceType.endpoint === '/Users' ? 'User' : 'Group';
    const detail = outcome instanceof ScimError ? outcome.message : undefined;
    (principal.trace.operations ??= []).push({ method, type, status: outcome.status, detail, trace });
    return outcome;
  }

  private async send(principal: ScimPrincipal, request: ResourceRequest): Promise<BulkOutcome> {
    const endpoint = this.writable(principal, request.resourceType);
    if (request.method === 'POST') return outcome(201, await endpoint.create(principal, request.data));
    const { id, version } = request;
    const precondition = parsePrecondition(version);
    switch (request.method) {
      case 'PUT':
        return outcome(200, await endpoint.replace(principal, id, request.data, precondition));
      case 'PATCH':
        return outcome(200, (await endpoint.patch(principal, id, request.data, precondition)) ?? { id });
      case 'DELETE':
        await endpoint.delete(principal, id, precondition);
        return { status: 204, id };
    }
  }

  private writable({ scopes }: ScimPrincipal, resourceType: ResourceType): ResourceEndpoint {
    const endpoint = this.endpoints.find(resourceType.endpoint.slice(1));
    if (endpoint && scopes.includes(endpoint.writeScope)) return endpoint;
    throw ScimError.forbidden(`This SCIM token may not write ${resourceType.endpoint}.`);
  }

  private toError(thrown: unknown, { method, resourceType }: ResourceRequest, client: BulkClient): ScimError {
    const { maxPayloadBytes } = this.settings;
    const { requestId } = client;
    const error = toScimError(thrown, { method, path: resourceType.endpoint, maxPayloadBytes, requestId });
    if (error.status >= 500) client.log.error({ err: error.cause ?? error }, error.message);
    return error;
  }
}

function outcome(status: number, { id, meta }: Pick<WireResource, 'id'> & Partial<WireResource>): BulkOutcome {
  return { status, id, version: meta?.version };
}
