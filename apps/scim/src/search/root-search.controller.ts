import { All, Body, Controller, Get, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { parseListQuery, parseSearchRequest } from '#libs/scim-protocol';
import { onlyMethods } from '../http/only-methods.js';
import { Principal } from '../http/principal.decorator.js';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { ScimSettings } from '../http/scim-settings.js';
import { ScimTokenGuard } from '../http/scim-token.guard.js';
import { textReply } from '../http/text-reply.js';
import { RootSearchService } from './root-search.service.js';

/** Queries of the base URL itself (RFC 7644 §3.4.2.1, §3.4.3). */
@Controller(':connectionId/v2')
@UseGuards(ScimTokenGuard)
export class RootSearchController {
  constructor(
    private readonly rootSearch: RootSearchService,
    private readonly settings: ScimSettings,
  ) {}

  @Get()
  async query(@Principal() principal: ScimPrincipal, @Query() query: Record<string, unknown>) {
    return textReply(
      await this.rootSearch.search(principal, parseListQuery(query, this.settings, principal.tolerances)),
    );
  }

  @Post('.search')
  @HttpCode(200)
  async search(@Principal() principal: ScimPrincipal, @Body() body: unknown) {
    return textReply(
      await this.rootSearch.search(principal, parseSearchRequest(body, this.settings, principal.tolerances)),
    );
  }

  @All()
  anyOtherOnRoot(): never {
    throw onlyMethods('GET');
  }

  @All('.search')
  anyOtherOnSearch(): never {
    throw onlyMethods('POST');
  }
}
