import { fileURLToPath } from 'node:url';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { ServiceMount } from '#libs/service-kit';
import { serveAssistant } from './assistant/serve-assistant.js';

/** From `dist/apps/enterprise-admin/src`. */
const BUILT = fileURLToPath(new URL('../../../setup-assistant', import.meta.url));

/** The setup assistant: files alone, whose page asks the administration API for everything. */
@Module({})
export class AssistantModule {}

/** The web page in which an enterprise's administrator sets a connection up, under `/assistant`. */
export function assistantMount({
  publicUrl,
  directory = BUILT,
}: {
  readonly publicUrl: string;
  readonly directory?: string;
}): ServiceMount {
  const baseHref = `${new URL(publicUrl).pathname.replace(/\/$/, '')}/assistant/`;
  return {
    path: '/assistant',
    module: { module: AssistantModule },
    configure: (app: NestExpressApplication) => void app.use(serveAssistant({ directory, baseHref })),
  };
}
