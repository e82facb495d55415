import { applyDecorators, Controller, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PrincipalGuard } from './principal.guard.js';
import { VersionHeadersInterceptor } from './version-headers.interceptor.js';

/** A controller of the administration API, below `/v1`; each of its routes is an `Operation`. */
export function AdminController(path: string, tag: string): ClassDecorator {
  return applyDecorators(
    Controller(`v1/${path}`),
    UseGuards(PrincipalGuard),
    UseInterceptors(VersionHeadersInterceptor),
    ApiTags(tag),
  );
}
