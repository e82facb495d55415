export { Jobs, type QueueOptions, type WorkLimits } from './jobs.js';
export { JobStore } from './job-store.js';
export { applicationsQueue, type ConnectionJob, impactPreviewsQueue, type Queue, rehearsalsQueue } from './queues.js';
