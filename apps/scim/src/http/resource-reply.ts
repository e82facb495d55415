import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  type AttributePath,
  groupResourceType,
  parseProjection,
  projectResource,
  type Projection,
  type ResourceType,
  type ScimObject,
} from '#libs/scim-protocol';
import type { ScimPrincipal } from './scim-principal.js';

/** Marks what a write has set of the attributes that are otherwise returned on request only; it does not travel. */
export const WRITTEN = Symbol('written');

/** A whole resource as it travels, before anything is projected away. */
export interface WireResource extends ScimObject {
  readonly [WRITTEN]?: readonly AttributePath[];
  readonly id: string;
  readonly meta: { readonly location: string; readonly version: string; readonly [name: string]: string };
}

/** Answers with one resource: the attributes asked for (RFC 7644 §3.9), and the headers that name it. */
export class ResourceReply {
  readonly projection: Projection;

  /** @throws ScimError when the query asks for attributes in a way that cannot be answered; before anything is written. */
  constructor(
    private readonly request: Request,
    private readonly response: Response,
    private readonly resourceType: ResourceType,
  ) {
    this.projection = parseProjection(request.query);
  }

  /** The answer to a request for, or a change of, this resource. */
  with(resource: WireResource): ScimObject | undefined {
    const { [WRITTEN]: written } = resource;
    const projection = written ? { ...this.projection, written } : this.projection;
    return this.answer(resource, () => projectResource(resource, this.resourceType, projection));
  }

  /** The same with a body of the caller's own making; it is not made when the client has the version already. */
  answer<Body>(resource: WireResource, toBody: () => Body): Body | undefined {
    // RFC 7643 §3.1: meta.location equals Content-Location, meta.version the ETag; RFC 7644 §3.3 has Location on creation.
    const { location, version } = resource.meta;
    this.response.setHeader('Location', location);
    this.response.setHeader('Content-Location', location);
    this.response.setHeader('ETag', version);
    if (this.request.headers['if-none-match'] === undefined || !this.request.fresh) return toBody();
    this.response.status(304);
    return undefined;
  }

  /** RFC 7644 §3.5.2: a PATCH is answered with the resource when attributes are asked for, and may otherwise have no body. */
  answerIfAsked<Body>(resource: WireResource, toBody: () => Body): Body | undefined {
    const { attributes, excludedAttributes } = this.projection;
    if (attributes || excludedAttributes) return this.answer(resource, toBody);
    this.response.status(204).set({ Location: resource.meta.location, ETag: resource.meta.version });
    return undefined;
  }
}

/** The {@link ResourceReply} of this request, for resources of a type. */
export const Reply = createParamDecorator((name: 'User' | 'Group', context: ExecutionContext) => {
  const http = context.switchToHttp();
  const request = http.getRequest<Request & { user: ScimPrincipal }>();
  const resourceType = name === 'User' ? request.user.userResourceType : groupResourceType;
  return new ResourceReply(request, http.getResponse<Response>(), resourceType);
});
