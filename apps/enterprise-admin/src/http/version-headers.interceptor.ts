import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Observable, tap } from 'rxjs';
import { entityTag } from './entity-tag.js';

/** Answers with the entity tag of what has a version, and with the place of what was made. */
@Injectable()
export class VersionHeadersInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    return next.handle().pipe(
      tap((body: unknown) => {
        const { id, version } = (body ?? {}) as { readonly id?: string; readonly version?: number };
        if (version !== undefined) response.setHeader('ETag', entityTag(version));
        if (response.statusCode === 201 && id !== undefined) {
          const path = request.originalUrl.split('?')[0]?.replace(/\/$/, '');
          response.setHeader('Location', `${path}/${id}`);
        }
      }),
    );
  }
}
