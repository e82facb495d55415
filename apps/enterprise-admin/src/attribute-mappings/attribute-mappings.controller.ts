import { Body, Get, Param, Post, Query } from '@nestjs/common';
import type { AttributeMappingId } from '#libs/persistence';
import { AdminController } from '../http/admin-controller.decorator.js';
import { type Caller, FromCaller } from '../http/caller.js';
import { PageQuery } from '../http/list-page.js';
import { Operation } from '../http/operation.decorator.js';
import { AttributeMapping, AttributeMappingPage, PublishAttributeMapping } from './attribute-mapping.dto.js';
import { AttributeMappingsService } from './attribute-mappings.service.js';

/** `/v1/attribute-mappings`: the versions that the vendor has published, for all enterprises. */
@AdminController('attribute-mappings', 'Attribute mappings')
export class AttributeMappingsController {
  constructor(private readonly attributeMappings: AttributeMappingsService) {}

  @Get()
  @Operation({
    id: 'listAttributeMappings',
    summary: 'List the published versions of the attribute mapping',
    needs: 'attribute-mappings:read',
    answer: AttributeMappingPage,
  })
  list(@FromCaller() caller: Caller, @Query() query: PageQuery) {
    return this.attributeMappings.list(caller, query);
  }

  @Post()
  @Operation({
    id: 'publishAttributeMapping',
    summary: 'Publish the next version of the attribute mapping',
    description:
      'New connections begin with it. Each existing one keeps the version it has until an administrator accepts this one, and is warned meanwhile.',
    needs: 'installation:manage',
    status: 201,
    answer: AttributeMapping,
  })
  publish(@FromCaller() caller: Caller, @Body() body: PublishAttributeMapping) {
    return this.attributeMappings.publish(caller, body);
  }

  @Get(':attributeMappingId')
  @Operation({
    id: 'getAttributeMapping',
    summary: 'Read a published version of the attribute mapping',
    needs: 'attribute-mappings:read',
    answer: AttributeMapping,
  })
  get(@Param('attributeMappingId') id: AttributeMappingId) {
    return this.attributeMappings.get(id);
  }
}
