import { All, Controller, Get, Header, Param } from '@nestjs/common';
import { ScimError } from '#libs/scim-protocol';
import { onlyMethods } from '../http/only-methods.js';
import { ScimSettings } from '../http/scim-settings.js';
import { findMetadata } from './authorization-server-metadata.js';

/** The metadata of a connection's authorization server below its issuer, where some clients look for it. */
@Controller(':connectionId/.well-known/oauth-authorization-server')
export class MetadataController {
  constructor(private readonly settings: ScimSettings) {}

  @Get()
  @Header('Content-Type', 'application/json; charset=utf-8')
  metadata(@Param('connectionId') connectionId: string) {
    const metadata = findMetadata(this.settings, connectionId);
    if (!metadata) throw ScimError.notFound('No connection has an id like this.');
    return metadata;
  }

  @All()
  anyOther(): never {
    throw onlyMethods('GET');
  }
}
