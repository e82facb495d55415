import { PosternStore } from '#libs/persistence';
import { runService } from '#libs/service-kit';
import { enterpriseAdminMount } from './enterprise-admin.module.js';

await runService({
  open: config =>
    PosternStore.open({
      url: config.DATABASE_URL,
      dataDirectory: config.POSTERN_DATA_DIR,
      poolSize: config.DATABASE_POOL_SIZE,
    }),
  mounts: ({ store }) => [enterpriseAdminMount(store.database)],
});
