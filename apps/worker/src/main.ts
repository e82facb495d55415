import { JobStore } from '#libs/jobs';
import { createLogger, runService } from '#libs/service-kit';
import { workerMount } from './worker.module.js';

await runService({
  open: config => {
    const logger = createLogger(config);
    return JobStore.open(config, {
      isWorker: true,
      onError: error => logger.warn({ err: error }, 'The queue of jobs has trouble.'),
    });
  },
  mounts: ({ config, store: { database, jobs } }) => [workerMount({ database, jobs, config })],
});
