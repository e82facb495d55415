import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { finalize, type Observable } from 'rxjs';
import { hasBody, type ReadBody, scimBodyReader } from '../scim-body.js';
import { ScimSettings } from '../scim-settings.js';
import type { AdmittedRequest } from './admitted-request.js';
import { RequestAdmission } from './request-admission.js';

/** Between guard and handler: reads the body, which nobody without a token gets read, and marks where the work begins and ends. */
@Injectable()
export class AdmittedRequestInterceptor implements NestInterceptor {
  private readonly readBody: ReadBody;

  constructor(
    private readonly admission: RequestAdmission,
    settings: ScimSettings,
  ) {
    this.readBody = scimBodyReader(settings.maxPayloadBytes);
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> | Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const admitted = this.admission.find(request);
    if (!admitted) return next.handle();
    if (!hasBody(request)) return work(admitted, next);
    return this.readBody(request, http.getResponse<Response>()).then(() => work(admitted, next));
  }
}

function work(admitted: AdmittedRequest, next: CallHandler): Observable<unknown> {
  admitted.beginWork();
  return next.handle().pipe(finalize(() => admitted.endWork()));
}
