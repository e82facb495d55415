import { JobStore } from '#libs/jobs';
import { openSecretBox } from '#libs/persistence';
import { createLogger, openSecretsKeys, runService } from '#libs/service-kit';
import { assistantMount } from './assistant.module.js';
import { enterpriseAdminMount } from './enterprise-admin.module.js';

await runService({
  open: config => {
    const logger = createLogger(config);
    return JobStore.open(config, {
      isWorker: false,
      onError: error => logger.warn({ err: error }, 'The queue of jobs has trouble.'),
    });
  },
  mounts: async ({ config, store, publicUrl }) => [
    enterpriseAdminMount({
      config,
      database: store.database,
      jobs: store.jobs,
      publicUrl,
      secretBox: await openSecretBox(store.database, await openSecretsKeys(config), config.RETIRED_SECRETS_KEYS),
    }),
    assistantMount({ publicUrl }),
  ],
});
