import { applyDecorators, Controller, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ApiKeyGuard } from './api-key.guard.js';
import { VersionHeadersInterceptor } from './version-headers.interceptor.js';

/** A controller of the administration API, below `/v1`; each of its routes is an `Operation`. */
export function AdminController(path: string, tag: string): ClassDecorator {
  return applyDecorators(
    Controller(`v1/${path}`),
    UseGuards(ApiKeyGuard),
    UseInterceptors(VersionHeadersInterceptor),
    ApiBearerAuth('apiKey'),
    ApiTags(tag),
  );
}
