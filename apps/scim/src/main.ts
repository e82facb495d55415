import { PosternStore } from '#libs/persistence';
import { runService } from '#libs/service-kit';
import { oauthMetadataMount, scimMount } from './scim.module.js';

await runService({
  open: config => PosternStore.open(config),
  mounts: ({ config, store, publicUrl }) => [
    scimMount({ config, publicUrl, database: store.database }),
    oauthMetadataMount({ config, publicUrl }),
  ],
});
