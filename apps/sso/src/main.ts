import { PosternStore } from '#libs/persistence';
import { runService } from '#libs/service-kit';
import { ssoMount } from './sso.module.js';

await runService({
  open: config =>
    PosternStore.open({
      url: config.DATABASE_URL,
      dataDirectory: config.POSTERN_DATA_DIR,
      poolSize: config.DATABASE_POOL_SIZE,
    }),
  mounts: ({ store }) => [ssoMount(store.database)],
});
