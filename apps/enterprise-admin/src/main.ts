import { PosternStore } from '#libs/persistence';
import { runService } from '#libs/service-kit';
import { enterpriseAdminMount } from './enterprise-admin.module.js';

await runService({
  open: config => PosternStore.open(config),
  mounts: ({ store, publicUrl }) => [enterpriseAdminMount({ database: store.database, publicUrl })],
});
