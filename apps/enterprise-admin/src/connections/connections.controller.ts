import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { DeleteConfirmation } from '../http/confirm-deletion.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { PreviewedChange } from '../http/previewed-change.js';
import { Connection, ConnectionPage, EnabledConnection } from './connection-answer.dto.js';
import { CreateConnection, UpdateConnection } from './connection.dto.js';
import { ConnectionsService } from './connections.service.js';

/** `/v1/enterprises/{enterpriseId}/connections` */
@AdminController('enterprises/:enterpriseId/connections', 'Connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  @Get()
  @Operation({ id: 'listConnections', summary: 'List connections', needs: 'connections:read', answer: ConnectionPage })
  list(@FromCaller() caller: Caller, @Param('enterpriseId') enterpriseId: EnterpriseId, @Query() query: PageQuery) {
    return this.connections.list(caller, enterpriseId, query);
  }

  @Post()
  @Operation({
    id: 'createConnection',
    summary: 'Make a connection',
    description: 'It begins as a draft; its SCIM base URL exists at once.',
    needs: 'connections:write',
    status: 201,
    answer: Connection,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Body() body: CreateConnection,
  ) {
    return this.connections.create(caller, enterpriseId, body);
  }

  @Get(':connectionId')
  @Operation({ id: 'getConnection', summary: 'Read a connection', needs: 'connections:read', answer: Connection })
  get(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.connections.get(caller, { enterpriseId, connectionId });
  }

  @Patch(':connectionId')
  @Operation({
    id: 'updateConnection',
    summary: 'Change the name',
    needs: 'connections:write',
    answer: Connection,
  })
  update(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: UpdateConnection,
  ) {
    return this.connections.update(caller, { enterpriseId, connectionId }, body);
  }

  @Post(':connectionId/enable')
  @Operation({
    id: 'enableConnection',
    summary: 'Enable a connection',
    description:
      'From now on directory changes take effect on accounts, as far as the mode allows; so does what was staged. Look at the impact preview first, and name it. No warning may block it.',
    needs: 'connections:write',
    answer: EnabledConnection,
  })
  enable(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: PreviewedChange,
  ) {
    return this.connections.enable(caller, { enterpriseId, connectionId }, body);
  }

  @Post(':connectionId/disable')
  @Operation({
    id: 'disableConnection',
    summary: 'Disable a connection',
    description: 'Directory changes are kept and take no effect. An administrator must get in without it.',
    needs: 'connections:disable',
    answer: Connection,
  })
  disable(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.connections.disable(caller, { enterpriseId, connectionId });
  }

  @Delete(':connectionId')
  @Operation({
    id: 'deleteConnection',
    summary: 'Delete a connection',
    description: 'Its SCIM tokens are refused at once. An administrator must get in without it.',
    needs: 'connections:delete',
    status: 204,
  })
  delete(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() confirmation: DeleteConfirmation,
  ) {
    return this.connections.delete(caller, { enterpriseId, connectionId }, confirmation);
  }
}
