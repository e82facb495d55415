import { LogoutSender } from './logout-sender.js';
import { LogoutWorker } from './logout-worker.js';
import { ProviderCleaner } from './provider-cleaner.js';

/** What tells applications of the end of sessions. */
export const logoutServices = [LogoutSender, LogoutWorker, ProviderCleaner] as const;
