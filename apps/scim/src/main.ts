import { PosternStore } from '#libs/persistence';
import { runService } from '#libs/service-kit';
import { scimMount } from './scim.module.js';

await runService({
  open: config =>
    PosternStore.open({
      url: config.DATABASE_URL,
      dataDirectory: config.POSTERN_DATA_DIR,
      poolSize: config.DATABASE_POOL_SIZE,
    }),
  mounts: ({ config, store, publicUrl }) => [scimMount({ config, publicUrl, database: store.database })],
});
