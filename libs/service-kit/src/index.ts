export { loadConfig } from './config/load-config.js';
export { openSecretsKeys } from './config/open-secrets-keys.js';
export { ServiceConfig } from './config/service-config.js';
export { createHttpServer } from './http-server.js';
export { HealthModule } from './health/health.module.js';
export { createLogger } from './logging/logger.js';
export { mountServices, type ServiceMount } from './mount-services.js';
export { runService } from './run-service.js';
