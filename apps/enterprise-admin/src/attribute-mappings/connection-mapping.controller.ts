import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import {
  AcceptAttributeMapping,
  ConnectionAttributeMapping,
  MappingPreview,
  MappingPreviewQuery,
} from './connection-mapping.dto.js';
import { ConnectionMappingService } from './connection-mapping.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/attribute-mapping` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/attribute-mapping', 'Attribute mappings')
export class ConnectionMappingController {
  constructor(private readonly connectionMapping: ConnectionMappingService) {}

  @Get()
  @Operation({
    id: 'getConnectionAttributeMapping',
    summary: 'Read the attribute mapping of a connection, and what the latest would change',
    needs: 'connections:read',
    answer: ConnectionAttributeMapping,
  })
  get(@Param('enterpriseId') enterpriseId: EnterpriseId, @Param('connectionId') connectionId: ConnectionId) {
    return this.connectionMapping.get({ enterpriseId, connectionId });
  }

  @Get('preview')
  @Operation({
    id: 'previewConnectionAttributeMapping',
    summary: 'See what another version would do to real people',
    description:
      'Goes through the directory, `limit` people a page, and tells of those whose account would change or who would lack something required. The first page begins with the person of the last sign-in test.',
    needs: 'directory:read',
    answer: MappingPreview,
  })
  preview(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Query() query: MappingPreviewQuery,
  ) {
    return this.connectionMapping.preview(caller, { enterpriseId, connectionId }, query);
  }

  @Post('accept')
  @Operation({
    id: 'acceptConnectionAttributeMapping',
    summary: 'Accept the latest attribute mapping',
    description:
      'An enabled connection gets a pending revision, which goes live once its own sign-in test has passed. Every other has the version at once, and its sign-in is to be tested again.',
    needs: 'connections:write',
    answer: ConnectionAttributeMapping,
  })
  accept(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() { version }: AcceptAttributeMapping,
  ) {
    return this.connectionMapping.accept(caller, { enterpriseId, connectionId }, version);
  }

  @Post('roll-back')
  @Operation({
    id: 'rollBackConnectionAttributeMapping',
    summary: 'Go back to the attribute mapping that was live before',
    description: 'In the same way as one is accepted.',
    needs: 'connections:write',
    answer: ConnectionAttributeMapping,
  })
  rollBack(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
  ) {
    return this.connectionMapping.rollBack(caller, { enterpriseId, connectionId });
  }
}
