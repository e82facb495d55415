export { Jobs, type QueueOptions } from './jobs.js';
export { JobStore } from './job-store.js';
export { applicationsQueue, type ConnectionJob, impactPreviewsQueue } from './queues.js';
