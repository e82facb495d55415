import { JobStore } from '#libs/jobs';
import { openSecretBox } from '#libs/persistence';
import { createLogger, openSecretsKeys, runService } from '#libs/service-kit';
import { assistantMount } from '../../enterprise-admin/src/assistant.module.js';
import { enterpriseAdminMount } from '../../enterprise-admin/src/enterprise-admin.module.js';
import { oauthMetadataMount, scimMount } from '../../scim/src/scim.module.js';
import { ssoMount } from '../../sso/src/sso.module.js';
import { workerMount } from '../../worker/src/worker.module.js';
import { seedDemo } from './demo/seed-demo.js';
import { welcome } from './demo/welcome.js';

await runService({
  open: config => {
    const logger = createLogger(config);
    return JobStore.open(config, {
      isWorker: true,
      onError: error => logger.warn({ err: error }, 'The queue of jobs has trouble.'),
    });
  },
  mounts: async ({ config, store: { database, jobs }, publicUrl }) => {
    const secretBox = await openSecretBox(database, await openSecretsKeys(config), config.RETIRED_SECRETS_KEYS);
    return [
      scimMount({ config, publicUrl, database }),
      oauthMetadataMount({ config, publicUrl }),
      ssoMount({ config, database, publicUrl, secretBox }),
      enterpriseAdminMount({ config, database, jobs, publicUrl, secretBox }),
      assistantMount({ publicUrl }),
      workerMount({ config, database, jobs, publicUrl, secretBox }),
    ];
  },
  prepare: async ({ config, store, publicUrl }) => {
    if (config.NODE_ENV === 'production') return;
    const demo = await seedDemo(store.database, { publicUrl, dataDirectory: config.POSTERN_DATA_DIR });
    process.stdout.write(welcome(demo, config.POSTERN_DATA_DIR));
  },
});
