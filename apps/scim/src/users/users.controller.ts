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
import { parseListQuery, type Precondition, userResourceType } from '#libs/scim-protocol';
import { Conditions } from '../http/conditions.decorator.js';
import { onlyMethods } from '../http/only-methods.js';
import { Principal } from '../http/principal.decorator.js';
import { Reply, ResourceReply } from '../http/resource-reply.js';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { ScimSettings } from '../http/scim-settings.js';
import { RequiresScope, ScimTokenGuard } from '../http/scim-token.guard.js';
import { UsersService } from './users.service.js';

/** `/Users` (RFC 7644 §3.2). */
@Controller(':connectionId/v2/Users')
@UseGuards(ScimTokenGuard)
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly settings: ScimSettings,
  ) {}

  @Post()
  @RequiresScope('users:write')
  async create(
    @Principal() principal: ScimPrincipal,
    @Body() body: unknown,
    @Reply(userResourceType) reply: ResourceReply,
  ) {
    return reply.with(await this.users.create(principal, body));
  }

  @Get()
  @RequiresScope('users:read')
  list(@Principal() principal: ScimPrincipal, @Query() query: Record<string, unknown>) {
    return this.users.list(principal, parseListQuery(query, this.settings));
  }

  @Get(':id')
  @RequiresScope('users:read')
  async get(
    @Principal() principal: ScimPrincipal,
    @Param('id') id: string,
    @Reply(userResourceType) reply: ResourceReply,
  ) {
    return reply.with(await this.users.get(principal, id, reply.projection));
  }

  @Put(':id')
  @RequiresScope('users:write')
  async replace(
    @Principal() principal: ScimPrincipal,
    @Param('id') id: string,
    @Body() body: unknown,
    @Conditions() conditions: Precondition,
    @Reply(userResourceType) reply: ResourceReply,
  ) {
    return reply.with(await this.users.replace(principal, id, body, conditions));
  }

  @Patch(':id')
  @RequiresScope('users:write')
  async patch(
    @Principal() principal: ScimPrincipal,
    @Param('id') id: string,
    @Body() body: unknown,
    @Conditions() conditions: Precondition,
    @Reply(userResourceType) reply: ResourceReply,
  ) {
    return reply.with(await this.users.patch(principal, id, body, conditions));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequiresScope('users:write')
  delete(@Principal() principal: ScimPrincipal, @Param('id') id: string, @Conditions() conditions: Precondition) {
    return this.users.delete(principal, id, conditions);
  }

  @All()
  anyOtherOnUsers(): never {
    throw onlyMethods('GET', 'POST');
  }

  @All(':id')
  anyOtherOnUser(): never {
    throw onlyMethods('GET', 'PUT', 'PATCH', 'DELETE');
  }
}
