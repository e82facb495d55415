import { PosternStore } from '#libs/persistence';
import { openSecretsKeys, runService } from '#libs/service-kit';
import { SecretBox } from '#libs/tokens';
import { enterpriseAdminMount } from './enterprise-admin.module.js';

await runService({
  open: config => PosternStore.open(config),
  mounts: async ({ config, store, publicUrl }) => [
    enterpriseAdminMount({
      config,
      database: store.database,
      publicUrl,
      secretBox: new SecretBox(await openSecretsKeys(config)),
    }),
  ],
});
