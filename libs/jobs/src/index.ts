export { type JobHandler, Jobs, type QueueOptions } from './jobs.js';
export { JobStore } from './job-store.js';
