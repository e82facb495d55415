import type { ConnectionKey } from '#libs/persistence';
import type { QueueOptions } from './jobs.js';

/** A queue, as those who send to it and those who work for it know it. */
export interface Queue {
  readonly name: string;
  readonly options: QueueOptions;
}

/** What is done to everybody of a connection goes on where a worker that died has left it. */
const ofEverybody: QueueOptions = {
  retryLimit: 5,
  retryDelay: 5,
  retryDelayMax: 300,
  expireInSeconds: 3600,
  heartbeatSeconds: 30,
};

/** Previews of what a change would do. */
export const impactPreviewsQueue: Queue = {
  name: 'impact-previews',
  options: { ...ofEverybody, deadLetter: 'impact-previews-given-up' },
};

/** What was staged is carried to accounts. */
export const applicationsQueue: Queue = {
  name: 'applications',
  options: { ...ofEverybody, deadLetter: 'applications-given-up' },
};

/** Identity providers are played. */
export const rehearsalsQueue: Queue = {
  name: 'rehearsals',
  options: { ...ofEverybody, deadLetter: 'rehearsals-given-up' },
};

/** What a job of these says: which one, of which connection. */
export interface ConnectionJob extends ConnectionKey {
  readonly id: string;
}
