import { PosternStore } from '#libs/persistence';
import { loadConfig } from '#libs/service-kit';

// Every start migrates by itself; this is for those who migrate as a step of their own before they start anything.
const config = loadConfig(process.env);
const store = await PosternStore.open({
  url: config.DATABASE_URL,
  dataDirectory: config.POSTERN_DATA_DIR,
  poolSize: config.DATABASE_POOL_SIZE,
});
await store.close();
