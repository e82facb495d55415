import { Controller, type DynamicModule, Get, Module, NotFoundException, Param } from '@nestjs/common';
import type { ServiceMount } from '#libs/service-kit';
import { ScimSettings } from '../http/scim-settings.js';
import { findMetadata } from './authorization-server-metadata.js';

/** The metadata of a connection's authorization server where RFC 8414 §3.1 has it: before the path of the issuer. */
@Controller('scim/:connectionId')
class WellKnownController {
  constructor(private readonly settings: ScimSettings) {}

  @Get()
  metadata(@Param('connectionId') connectionId: string) {
    const metadata = findMetadata(this.settings, connectionId);
    if (!metadata) throw new NotFoundException();
    return metadata;
  }
}

@Module({})
class WellKnownModule {
  static register(settings: ScimSettings): DynamicModule {
    return {
      module: WellKnownModule,
      controllers: [WellKnownController],
      providers: [{ provide: ScimSettings, useValue: settings }],
    };
  }
}

/** The metadata of all authorization servers. */
export function wellKnownMount(settings: ScimSettings): ServiceMount {
  return { path: '/.well-known/oauth-authorization-server', module: WellKnownModule.register(settings) };
}
