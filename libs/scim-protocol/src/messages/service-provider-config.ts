import type { ScimObject } from '../resource/scim-attributes.js';

/** One way to authenticate (RFC 7643 §5). */
export type AuthenticationScheme = {
  readonly type: 'oauth' | 'oauth2' | 'oauthbearertoken' | 'httpbasic' | 'httpdigest';
  readonly name: string;
  readonly description: string;
  readonly specUri?: string;
  readonly documentationUri?: string;
  readonly primary?: boolean;
};

/** How lists are paged (RFC 9865 §4); what is left out is not published. */
export interface PaginationFeatures {
  readonly cursor: boolean;
  readonly index: boolean;
  readonly defaultPaginationMethod?: 'cursor' | 'index';
  readonly defaultPageSize?: number;
  readonly maxPageSize?: number;
  /** For how many seconds a cursor is good. */
  readonly cursorTimeout?: number;
}

/** What a service provider publishes about itself (RFC 7643 §5). PATCH and filters are always supported. */
export interface ServiceProviderFeatures {
  readonly documentationUri?: string;
  readonly bulk: { readonly supported: boolean; readonly maxOperations: number; readonly maxPayloadSize: number };
  readonly filter: { readonly maxResults: number };
  readonly sort: boolean;
  readonly etag: boolean;
  readonly pagination?: PaginationFeatures;
  readonly authenticationSchemes: readonly AuthenticationScheme[];
}

/** Gives the ServiceProviderConfig document (RFC 7643 §5, RFC 7644 §4); `baseUrl` has no trailing slash. */
export function toServiceProviderConfig(features: ServiceProviderFeatures, baseUrl: string): ScimObject {
  const { documentationUri, bulk, filter, sort, etag, pagination, authenticationSchemes } = features;
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    ...(documentationUri !== undefined && { documentationUri }),
    patch: { supported: true },
    bulk,
    filter: { supported: true, maxResults: filter.maxResults },
    changePassword: { supported: false },
    sort: { supported: sort },
    etag: { supported: etag },
    ...(pagination !== undefined && { pagination: { ...pagination } }),
    authenticationSchemes,
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}
