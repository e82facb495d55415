import { openSecretBox, PosternStore } from '#libs/persistence';
import { openSecretsKeys, runService } from '#libs/service-kit';
import { ssoMount } from './sso.module.js';

await runService({
  open: config => PosternStore.open(config),
  mounts: async ({ config, store: { database }, publicUrl }) => {
    const secretBox = await openSecretBox(database, await openSecretsKeys(config), config.RETIRED_SECRETS_KEYS);
    return [ssoMount({ config, database, publicUrl, secretBox })];
  },
});
