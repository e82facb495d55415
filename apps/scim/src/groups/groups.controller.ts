import {
  All,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  UseGuards,
} from '@nestjs/common';
import {
  type ListQuery,
  parseListQuery,
  parseSearchRequest,
  type Precondition,
  type Projection,
} from '#libs/scim-protocol';
import { Conditions } from '../http/conditions.decorator.js';
import { onlyMethods } from '../http/only-methods.js';
import { Principal } from '../http/principal.decorator.js';
import { Reply, type ResourceReply, type WireResource } from '../http/resource-reply.js';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { ScimSettings } from '../http/scim-settings.js';
import { RequiresScope, ScimTokenGuard } from '../http/scim-token.guard.js';
import { textReply } from '../http/text-reply.js';
import { GroupsService } from './groups.service.js';
import { writeGroups } from './write-group.js';

/** `/Groups` (RFC 7644 §3.2). */
@Controller(':connectionId/v2/Groups')
@UseGuards(ScimTokenGuard)
export class GroupsController {
  constructor(
    private readonly groups: GroupsService,
    private readonly settings: ScimSettings,
  ) {}

  @Post()
  @RequiresScope('groups:write')
  async create(@Principal() principal: ScimPrincipal, @Body() body: unknown, @Reply('Group') reply: ResourceReply) {
    const group = await this.groups.create(principal, body);
    return reply.answer(group, () => this.write(principal, group, reply.projection));
  }

  @Get()
  @RequiresScope('groups:read')
  list(@Principal() principal: ScimPrincipal, @Query() query: Record<string, unknown>) {
    return this.answer(principal, parseListQuery(query, this.settings, principal.tolerances));
  }

  @Post('.search')
  @HttpCode(200)
  @RequiresScope('groups:read')
  search(@Principal() principal: ScimPrincipal, @Body() body: unknown) {
    return this.answer(principal, parseSearchRequest(body, this.settings, principal.tolerances));
  }

  @All('.search')
  anyOtherOnSearch(): never {
    throw onlyMethods('POST');
  }

  @Get(':id')
  @RequiresScope('groups:read')
  async get(@Principal() principal: ScimPrincipal, @Param('id') id: string, @Reply('Group') reply: ResourceReply) {
    const group = await this.groups.get(principal, id);
    return reply.answer(group, () => this.write(principal, group, reply.projection));
  }

  @Put(':id')
  @RequiresScope('groups:write')
  async replace(
    @Principal() principal: ScimPrincipal,
    @Param('id') id: string,
    @Body() body: unknown,
    @Conditions() conditions: Precondition,
    @Reply('Group') reply: ResourceReply,
  ) {
    const group = await this.groups.replace(principal, id, body, conditions);
    return reply.answer(group, () => this.write(principal, group, reply.projection));
  }

  @Patch(':id')
  @RequiresScope('groups:write')
  async patch(
    @Principal() principal: ScimPrincipal,
    @Param('id') id: string,
    @Body() body: unknown,
    @Conditions() conditions: Precondition,
    @Reply('Group') reply: ResourceReply,
  ) {
    const group = await this.groups.patch(principal, id, body, conditions);
    return reply.answerIfAsked(group, () => this.write(principal, group, reply.projection));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresScope('groups:write')
  delete(@Principal() principal: ScimPrincipal, @Param('id') id: string, @Conditions() conditions: Precondition) {
    return this.groups.delete(principal, id, conditions);
  }

  @All()
  anyOtherOnGroups(): never {
    throw onlyMethods('GET', 'POST');
  }

  @All(':id')
  anyOtherOnGroup(): never {
    throw onlyMethods('GET', 'PUT', 'PATCH', 'DELETE');
  }

  private async answer(principal: ScimPrincipal, query: ListQuery) {
    return textReply(writeGroups(await this.groups.list(principal, query), this.groups.form(principal, query)));
  }

  private write(principal: ScimPrincipal, group: WireResource, projection: Projection) {
    return textReply(this.groups.write(principal, group, projection));
  }
}
