import { All, Body, Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import { onlyMethods } from '../http/only-methods.js';
import { Principal } from '../http/principal.decorator.js';
import type { ScimPrincipal } from '../http/scim-principal.js';
import { ScimSettings } from '../http/scim-settings.js';
import { ScimTokenGuard } from '../http/scim-token.guard.js';
import { BulkClient } from './bulk-client.js';
import { BulkService } from './bulk.service.js';

/** `/Bulk` (RFC 7644 §3.7). What a token may do is asked of each operation. */
@Controller(':connectionId/v2/Bulk')
@UseGuards(ScimTokenGuard)
export class BulkController {
  constructor(
    private readonly bulk: BulkService,
    private readonly settings: ScimSettings,
  ) {}

  @Post()
  @HttpCode(200)
  run(
    @Principal() principal: ScimPrincipal,
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    return this.bulk.run(principal, body, new BulkClient(request, response, this.settings));
  }

  @All()
  anyOther(): never {
    throw onlyMethods('POST');
  }
}
