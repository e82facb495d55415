import { PosternStore } from '#libs/persistence';
import { runService } from '#libs/service-kit';
import { ssoMount } from './sso.module.js';

await runService({
  open: config => PosternStore.open(config),
  mounts: ({ store }) => [ssoMount(store.database)],
});
