import { JobStore } from '#libs/jobs';
import { openSecretBox } from '#libs/persistence';
import { createLogger, openSecretsKeys, runService } from '#libs/service-kit';
import { workerMount } from './worker.module.js';

await runService({
  open: config => {
    const logger = createLogger(config);
    return JobStore.open(config, {
      isWorker: true,
      onError: error => logger.warn({ err: error }, 'The queue of jobs has trouble.'),
    });
  },
  mounts: async ({ config, store: { database, jobs }, publicUrl }) => [
    workerMount({
      config,
      database,
      jobs,
      publicUrl,
      secretBox: await openSecretBox(database, await openSecretsKeys(config), config.RETIRED_SECRETS_KEYS),
    }),
  ],
});
