import type { WarningCode, WarningSeverity } from './warning-codes.js';

/** What is wrong with a connection, and where it is mended. */
export interface Warning {
  readonly code: WarningCode;
  readonly severity: WarningSeverity;
  /** Since when, ISO 8601; null when nobody knows. */
  readonly since: string | null;
  /** One sentence, two at most, to an administrator: what is wrong and what to do. */
  readonly message: string;
  /** What it was told from: never a secret. */
  readonly evidence: object;
  /** Where to click, in the identity provider's console or in the assistant. */
  readonly clickPath: string;
}

/** What a rule finds: a warning without what its code tells by itself. */
export interface Finding {
  readonly code: WarningCode;
  /** When it is another than that of the code. */
  readonly severity?: WarningSeverity;
  readonly since: string | null;
  readonly message: string;
  readonly evidence: object;
}

/** How a connection is, in one word. */
export const connectionHealths = ['ok', 'warning', 'blocked'] as const;
export type ConnectionHealth = (typeof connectionHealths)[number];

/** Gives the warnings that keep provisioning from being set up. */
export function blockingWarnings(warnings: readonly Warning[]): readonly Warning[] {
  return warnings.filter(({ severity }) => severity === 'blocking');
}

/** Gives the health that warnings come to. It is never stored. */
export function healthOf(warnings: readonly Warning[]): ConnectionHealth {
  if (blockingWarnings(warnings).length > 0) return 'blocked';
  return warnings.some(({ severity }) => severity === 'warning') ? 'warning' : 'ok';
}
