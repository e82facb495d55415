import type { Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { SETUP_COOKIE } from '../http/setup-cookie.js';
import { completeDocument } from './complete-document.js';

const DESCRIPTION = `Connects enterprises to their identity providers.

A request needs an API key, \`Authorization: Bearer ptn_api_…\`; or it comes from the browser of somebody who opened a setup link,
with the cookie of that session, and reaches one connection. Errors are problems (RFC 9457) with a stable
\`code\`. Lists come in pages: send \`nextCursor\` as \`cursor\`. What belongs to another enterprise is answered as if it were not there.`;

/** Serves the OpenAPI document at `/openapi.json`, and for reading at `/docs`, from this server alone. */
export function serveOpenApi(
  app: NestExpressApplication,
  { module, publicUrl }: { readonly module: Type; readonly publicUrl: string },
): void {
  let document: OpenAPIObject | undefined;
  const describe = () => (document ??= createDocument(app, module, publicUrl));
  SwaggerModule.setup('docs', app, describe, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Postern administration',
  });
}

function createDocument(app: NestExpressApplication, module: Type, publicUrl: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Postern administration')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(`${publicUrl}/api`)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'ptn_api_…' }, 'apiKey')
    .addCookieAuth(SETUP_COOKIE, { type: 'apiKey', in: 'cookie' }, 'setupSession')
    .build();
  return completeDocument(SwaggerModule.createDocument(app, config, { include: [module], autoTagControllers: false }));
}
