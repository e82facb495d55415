export { ConfigError, type ConfigProblem } from './config/config-error.js';
export { loadConfig, publicUrlOf } from './config/load-config.js';
export { ServiceConfig } from './config/service-config.js';
export { HealthModule, type ReadyCheck } from './health/health.module.js';
export { createLogger } from './logging/logger.js';
export { type MountedServices, mountServices, type ServiceMount } from './mount-services.js';
export { runService, type ServiceContext, type ServiceDefinition, type Store } from './run-service.js';
