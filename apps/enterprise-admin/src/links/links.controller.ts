import { Body, Delete, Get, Param, Put, Query } from '@nestjs/common';
import type { ConnectionId, DirectoryUserId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import { LinkChangesService } from './link-changes.service.js';
import { EndLink, Link, LinkPage, LinkQuery, PutLink } from './link.dto.js';
import { LinksService } from './links.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/links` and the link of one directory user. */
@AdminController('enterprises/:enterpriseId/connections/:connectionId', 'Directory')
export class LinksController {
  constructor(
    private readonly links: LinksService,
    private readonly changes: LinkChangesService,
  ) {}

  @Get('links')
  @Operation({
    id: 'listLinks',
    summary: 'List how people of the directory and accounts belong together',
    description: 'A page may have fewer items than asked for, even none, and still be followed by another.',
    needs: 'directory:read',
    answer: LinkPage,
  })
  list(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: LinkQuery,
  ) {
    return this.links.list(caller, { enterpriseId, connectionId }, query);
  }

  @Put('directory-users/:directoryUserId/link')
  @Operation({
    id: 'putDirectoryUserLink',
    summary: 'Link a directory user to an account',
    description:
      'What the directory says of the person is carried to the account at once, when the connection is enabled: one who is inactive is suspended. A link that there was ends.',
    needs: 'directory:write',
    answer: Link,
  })
  put(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('directoryUserId') id: DirectoryUserId,
    @Body() body: PutLink,
  ) {
    return this.changes.put(caller, { enterpriseId, connectionId }, id, body);
  }

  @Delete('directory-users/:directoryUserId/link')
  @Operation({
    id: 'deleteDirectoryUserLink',
    summary: 'End the link of a directory user',
    description:
      'The account stays as it is, but leaves the organizations that groups of the directory gave it; the same link gives them back. An account that still has the person’s login is linked again with the next change of the person.',
    needs: 'directory:write',
    status: 204,
  })
  delete(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('directoryUserId') id: DirectoryUserId,
    @Query() query: EndLink,
  ) {
    return this.changes.delete(caller, { enterpriseId, connectionId }, id, query);
  }
}
