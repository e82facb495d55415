import { All, Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { groupResourceType, parseListQuery, resolveFilter, ScimError, toListResponse } from '#libs/scim-protocol';
import { ScimSettings } from '../http/scim-settings.js';
import { RequiresScope, ScimTokenGuard } from '../http/scim-token.guard.js';

/**
 * `/Groups`. No connection keeps groups yet, so reading finds none: Entra ID's and Okta's connection tests need that
 * answer even where groups are not provisioned (a 404 makes them give up).
 */
@Controller(':connectionId/v2/Groups')
@UseGuards(ScimTokenGuard)
export class GroupsController {
  constructor(private readonly settings: ScimSettings) {}

  @Get()
  @RequiresScope('groups:read')
  list(@Query() query: Record<string, unknown>) {
    const { startIndex, filter } = parseListQuery(query, this.settings);
    if (filter) resolveFilter(filter, groupResourceType);
    return toListResponse([], { totalResults: 0, startIndex });
  }

  @Get(':id')
  @RequiresScope('groups:read')
  get(@Param('id') id: string): never {
    throw ScimError.notFound(`There is no group with the id "${id}" in this connection.`);
  }

  @All(['', ':id'])
  write(): never {
    throw ScimError.notImplemented(
      'This service provider keeps no groups yet. Switch group provisioning off at the identity provider.',
    );
  }
}
