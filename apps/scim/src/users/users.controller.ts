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
  type ListResponse,
  parseListQuery,
  parseSearchRequest,
  type Precondition,
  type ScimObject,
  toProjector,
} from '#libs/scim-protocol';
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
  async create(@Principal() principal: ScimPrincipal, @Body() body: unknown, @Reply('User') reply: ResourceReply) {
    return reply.with(await this.users.create(principal, body));
  }

  @Get()
  @RequiresScope('users:read')
  list(@Principal() principal: ScimPrincipal, @Query() query: Record<string, unknown>) {
    return this.answer(principal, parseListQuery(query, this.settings, principal.tolerances));
  }

  @Post('.search')
  @HttpCode(200)
  @RequiresScope('users:read')
  search(@Principal() principal: ScimPrincipal, @Body() body: unknown) {
    return this.answer(principal, parseSearchRequest(body, this.settings, principal.tolerances));
  }

  @All('.search')
  anyOtherOnSearch(): never {
    throw onlyMethods('POST');
  }

  @Get(':id')
  @RequiresScope('users:read')
  async get(@Principal() principal: ScimPrincipal, @Param('id') id: string, @Reply('User') reply: ResourceReply) {
    return reply.with(await this.users.get(principal, id, reply.projection));
  }

  @Put(':id')
  @RequiresScope('users:write')
  async replace(
    @Principal() principal: ScimPrincipal,
    @Param('id') id: string,
    @Body() body: unknown,
    @Conditions() conditions: Precondition,
    @Reply('User') reply: ResourceReply,
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
    @Reply('User') reply: ResourceReply,
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

  private async answer(principal: ScimPrincipal, query: ListQuery): Promise<ListResponse<ScimObject>> {
    const response = await this.users.list(principal, query);
    return { ...response, Resources: response.Resources.map(toProjector(principal.userResourceType, query)) };
  }
}
