import { LiveController } from './live/live.controller.js';
import { LiveReader } from './live/live-reader.js';
import { LiveStreamsService } from './live/live-streams.service.js';
import { ReplayService } from './replay.service.js';
import { RequestFindingsService } from './request-findings.service.js';
import { RequestsController } from './requests.controller.js';
import { RequestsService } from './requests.service.js';

/** The log of requests, and what happens now. */
export const requestControllers = [RequestsController, LiveController] as const;

/** What does it. */
export const requestServices = [
  RequestsService,
  RequestFindingsService,
  ReplayService,
  LiveReader,
  LiveStreamsService,
] as const;
