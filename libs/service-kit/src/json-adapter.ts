import type { ServerResponse } from 'node:http';
import { StreamableFile } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';

/**
 * Sends what a handler returns as JSON, straight to Node's response. Express' own way parses and formats the media type anew, looks
 * for entity tags and copies the text: a tenth of what a short request costs. The media type is the service's business.
 */
export class JsonAdapter extends ExpressAdapter {
  override reply(response: ServerResponse, body: unknown, statusCode?: number): void {
    if (body instanceof StreamableFile || body instanceof Error) {
      super.reply(response, body, statusCode);
      return;
    }
    if (statusCode !== undefined) response.statusCode = statusCode;
    if (body === undefined || body === null) {
      response.removeHeader('Content-Type');
      response.end();
      return;
    }
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
  }
}
