import { Controller, type DynamicModule, Get, Inject, Logger, Module, Res } from '@nestjs/common';
import type { Response } from 'express';

/** Resolves when the service can do its work; rejects with the reason when it cannot. */
export type ReadyCheck = () => Promise<void>;

const READY_CHECK = Symbol('ReadyCheck');

/** `/healthz`: the process lives. `/readyz`: it can answer requests. Neither needs a token or tells anything else. */
@Controller()
class HealthController {
  private readonly logger = new Logger(HealthController.name);

  constructor(@Inject(READY_CHECK) private readonly ready: ReadyCheck) {}

  @Get('healthz')
  healthz() {
    return { status: 'ok' };
  }

  @Get('readyz')
  async readyz(@Res({ passthrough: true }) response: Response) {
    try {
      await this.ready();
      return { status: 'ok' };
    } catch (error) {
      this.logger.warn(`Not ready: ${String(error)}`);
      response.status(503);
      return { status: 'unavailable' };
    }
  }
}

/** The health routes every service has, alone and inside Postern. */
@Module({})
export class HealthModule {
  static register(ready: ReadyCheck): DynamicModule {
    return {
      module: HealthModule,
      controllers: [HealthController],
      providers: [{ provide: READY_CHECK, useValue: ready }],
    };
  }
}
