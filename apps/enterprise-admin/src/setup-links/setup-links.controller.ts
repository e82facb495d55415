import { Body, Delete, Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, SetupLinkId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { CreateSetupLink, NewSetupLink, SetupLink, SetupLinkPage } from './setup-link.dto.js';
import { SetupLinksService } from './setup-links.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/setup-links` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/setup-links', 'Setup links')
export class SetupLinksController {
  constructor(private readonly setupLinks: SetupLinksService) {}

  @Get()
  @Operation({
    id: 'listSetupLinks',
    summary: 'List the setup links of a connection',
    needs: 'setup-links:read',
    answer: SetupLinkPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: PageQuery,
  ) {
    return this.setupLinks.list(caller, { enterpriseId, connectionId }, query);
  }

  @Post()
  @Operation({
    id: 'createSetupLink',
    summary: 'Make a setup link',
    description:
      'Whoever opens it sets this one connection up, for five hours, without an API key. The link is shown in this answer and never again. It gives nobody more than its maker has.',
    needs: 'setup-links:write',
    status: 201,
    answer: NewSetupLink,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: CreateSetupLink,
  ) {
    return this.setupLinks.create(caller, { enterpriseId, connectionId }, body);
  }

  @Get(':setupLinkId')
  @Operation({ id: 'getSetupLink', summary: 'Read a setup link', needs: 'setup-links:read', answer: SetupLink })
  get(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('setupLinkId') id: SetupLinkId,
  ) {
    return this.setupLinks.get({ enterpriseId, connectionId }, id);
  }

  @Delete(':setupLinkId')
  @Operation({
    id: 'revokeSetupLink',
    summary: 'Revoke a setup link',
    description: 'It cannot be opened any more, and its sessions are over at once. It stays in the list.',
    needs: 'setup-links:write',
    status: 204,
  })
  revoke(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('setupLinkId') id: SetupLinkId,
  ) {
    return this.setupLinks.revoke(caller, { enterpriseId, connectionId }, id);
  }
}
