import { Controller, type DynamicModule, Get, Inject, Module, ServiceUnavailableException } from '@nestjs/common';

/** Resolves when the service can do its work; rejects with the reason when it cannot. */
export type ReadyCheck = () => Promise<void>;

const READY_CHECK = Symbol('ReadyCheck');

/** `/healthz`: the process lives. `/readyz`: it can answer requests. Neither needs a token or tells anything else. */
@Controller()
class HealthController {
  constructor(@Inject(READY_CHECK) private readonly ready: ReadyCheck) {}

  @Get('healthz')
  healthz() {
    return { status: 'ok' };
  }

  @Get('readyz')
  async readyz() {
    await this.ready().catch(cause => {
      throw new ServiceUnavailableException({ status: 'unavailable' }, { cause });
    });
    return { status: 'ok' };
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
