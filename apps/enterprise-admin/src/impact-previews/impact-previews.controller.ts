import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { ConnectionId, EnterpriseId, ImpactPreviewId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { Operation } from '../http/operation.decorator.js';
import {
  CreateImpactPreview,
  ImpactPreview,
  ImpactPreviewItemPage,
  ImpactPreviewItemsQuery,
} from './impact-preview.dto.js';
import { ImpactPreviewsService } from './impact-previews.service.js';

/** `/v1/enterprises/{enterpriseId}/connections/{connectionId}/impact-previews` */
@AdminController('enterprises/:enterpriseId/connections/:connectionId/impact-previews', 'Impact previews')
export class ImpactPreviewsController {
  constructor(private readonly impactPreviews: ImpactPreviewsService) {}

  @Post()
  @Operation({
    id: 'createImpactPreview',
    summary: 'Look at what a change would do to accounts',
    description:
      'Nothing is changed. The preview of a small directory is done at once; read that of a large one again until it is. The change names it within an hour, and is refused when the directory or accounts have changed since. Items are kept for a day.',
    needs: 'connections:read',
    status: 201,
    answer: ImpactPreview,
  })
  create(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Body() body: CreateImpactPreview,
  ) {
    return this.impactPreviews.create(caller, { enterpriseId, connectionId }, body);
  }

  @Get(':impactPreviewId')
  @Operation({
    id: 'getImpactPreview',
    summary: 'Read an impact preview',
    needs: 'connections:read',
    answer: ImpactPreview,
  })
  get(
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('impactPreviewId') id: ImpactPreviewId,
  ) {
    return this.impactPreviews.get({ enterpriseId, connectionId }, id);
  }

  @Get(':impactPreviewId/items')
  @Operation({
    id: 'listImpactPreviewItems',
    summary: 'List the people of an impact preview',
    needs: 'accounts:read',
    answer: ImpactPreviewItemPage,
  })
  listItems(
    @FromCaller() caller: Caller,
    @Param('enterpriseId') enterpriseId: EnterpriseId,
    @Param('connectionId') connectionId: ConnectionId,
    @Param('impactPreviewId') id: ImpactPreviewId,
    @Query() query: ImpactPreviewItemsQuery,
  ) {
    return this.impactPreviews.listItems(caller, { enterpriseId, connectionId }, id, query);
  }
}
