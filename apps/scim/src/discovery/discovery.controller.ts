import { All, Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import {
  groupResourceType,
  type ResourceType,
  type Schema,
  ScimError,
  type ScimObject,
  type ServiceProviderFeatures,
  toListResponse,
  toResourceTypeResource,
  toSchemaResource,
  toServiceProviderConfig,
} from '#libs/scim-protocol';
import { CURSOR_TIMEOUT_SECONDS } from '../http/list-cursor.js';
import { onlyMethods } from '../http/only-methods.js';
import { Principal } from '../http/principal.decorator.js';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { ScimSettings } from '../http/scim-settings.js';
import { ScimTokenGuard } from '../http/scim-token.guard.js';

/** What this service provider can do and which attributes it knows (RFC 7644 §4). */
@Controller(':connectionId/v2')
@UseGuards(ScimTokenGuard)
export class DiscoveryController {
  constructor(private readonly settings: ScimSettings) {}

  @Get('ServiceProviderConfig')
  serviceProviderConfig(@Principal() principal: ScimPrincipal, @Query() query: Record<string, unknown>) {
    refuseFilter(query);
    return toServiceProviderConfig(featuresOf(this.settings, principal), this.settings.baseUrl(principal));
  }

  @Get('ResourceTypes')
  resourceTypes(@Principal() principal: ScimPrincipal, @Query() query: Record<string, unknown>) {
    refuseFilter(query);
    return everything(
      resourceTypesOf(principal).map(resourceType =>
        toResourceTypeResource(resourceType, this.settings.baseUrl(principal)),
      ),
    );
  }

  @Get('ResourceTypes/:name')
  resourceType(@Principal() principal: ScimPrincipal, @Param('name') name: string) {
    const found = resourceTypesOf(principal).find(
      resourceType => resourceType.name.toLowerCase() === name.toLowerCase(),
    );
    if (!found) throw ScimError.notFound(`There is no resource type "${name}". List them with GET /ResourceTypes.`);
    return toResourceTypeResource(found, this.settings.baseUrl(principal));
  }

  @Get('Schemas')
  schemas(@Principal() principal: ScimPrincipal, @Query() query: Record<string, unknown>) {
    refuseFilter(query);
    return everything(schemasOf(principal).map(schema => toSchemaResource(schema, this.settings.baseUrl(principal))));
  }

  @Get('Schemas/:urn')
  schema(@Principal() principal: ScimPrincipal, @Param('urn') urn: string) {
    const found = schemasOf(principal).find(({ id }) => id.toLowerCase() === urn.toLowerCase());
    if (!found) throw ScimError.notFound(`There is no schema "${urn}". List them with GET /Schemas.`);
    return toSchemaResource(found, this.settings.baseUrl(principal));
  }

  @All(['ServiceProviderConfig', 'ResourceTypes', 'ResourceTypes/:name', 'Schemas', 'Schemas/:urn'])
  anyOther(): never {
    throw onlyMethods('GET');
  }
}

function resourceTypesOf({ userResourceType }: ScimPrincipal): readonly ResourceType[] {
  return [userResourceType, groupResourceType];
}

function schemasOf(principal: ScimPrincipal): readonly Schema[] {
  return resourceTypesOf(principal).flatMap(({ schema, schemaExtensions }) => [
    schema,
    ...schemaExtensions.map(extension => extension.schema),
  ]);
}

/** What is published is what is served. */
function featuresOf(settings: ScimSettings, principal: ScimPrincipal): ServiceProviderFeatures {
  const { maxResults, maxOperations, maxPayloadBytes, defaultCount } = settings;
  return {
    bulk: { supported: true, maxOperations, maxPayloadSize: maxPayloadBytes },
    filter: { maxResults },
    sort: true,
    etag: true,
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: defaultCount,
      maxPageSize: maxResults,
      cursorTimeout: CURSOR_TIMEOUT_SECONDS,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'OAuth Bearer Token',
        description: 'The SCIM token of the connection, in the header "Authorization: Bearer <token>".',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
      {
        type: 'oauth2',
        name: 'OAuth 2.0 Client Credentials',
        description: `The access token of an OAuth client of the connection, in the same header. The client gets it from ${settings.tokenEndpoint(principal)}.`,
        specUri: 'https://www.rfc-editor.org/info/rfc6749',
        primary: false,
      },
    ],
  };
}

/** RFC 7644 §4: paging is ignored here, and a filter is refused rather than ignored. */
function everything(resources: readonly ScimObject[]) {
  return toListResponse(resources, { totalResults: resources.length, startIndex: 1 });
}

function refuseFilter(query: Record<string, unknown>): void {
  if ('filter' in query)
    throw ScimError.forbidden('Discovery endpoints cannot be filtered (RFC 7644 §4). Ask without "filter".');
}
