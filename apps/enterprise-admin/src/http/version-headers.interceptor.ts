import { posix } from 'node:path';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { entityTag } from './entity-tag.js';
import { MAKES_IN } from './operation.decorator.js';

/** Answers with the entity tag of what has a version, and with the place of what was made. */
@Injectable()
export class VersionHeadersInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    return next.handle().pipe(
      tap((body: unknown) => {
        const { id, version } = (body ?? {}) as { readonly id?: string; readonly version?: number };
        if (version !== undefined) response.setHeader('ETag', entityTag(version));
        if (response.statusCode === 201 && id !== undefined) {
          const path = request.originalUrl.split('?')[0] ?? '';
          const makesIn = this.reflector.get<string>(MAKES_IN, context.getHandler());
          response.setHeader('Location', posix.join(path, makesIn, id));
        }
      }),
    );
  }
}
