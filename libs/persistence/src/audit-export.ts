import type { AuditEvent } from './audit/audit-event.js';

/** A spreadsheet takes what begins so for a formula, and runs it. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
const NEEDS_QUOTES = /[",\r\n]/;

const columns: readonly (readonly [string, (event: AuditEvent) => string | number | null | undefined])[] = [
  ['sequence', event => event.sequence],
  ['id', event => event.id],
  ['at', event => event.at],
  ['actorKind', event => event.actor.kind],
  ['actorId', event => event.actor.id],
  ['actorRole', event => event.actor.role],
  ['actorPrefix', event => event.actor.prefix],
  ['action', event => event.action],
  ['targetType', event => event.target.type],
  ['targetId', event => event.target.id],
  ['before', event => event.before && JSON.stringify(event.before)],
  ['after', event => event.after && JSON.stringify(event.after)],
  ['requestId', event => event.requestId],
  ['previousHash', event => event.previousHash],
  ['hash', event => event.hash],
];

/** The event as one line of JSON Lines, with its end. */
export function toJsonLine(event: AuditEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** The first row of a CSV export (RFC 4180 §2), with its end. */
export const csvHeader = `${columns.map(([name]) => name).join(',')}\r\n`;

/** The event as one row of CSV (RFC 4180), with its end. What a spreadsheet would take for a formula gets an apostrophe in front. */
export function toCsvRow(event: AuditEvent): string {
  return toCsvLine(columns.map(([, read]) => String(read(event) ?? '')));
}

/** Values as one row of CSV, in the same way. */
export function toCsvLine(values: readonly string[]): string {
  return `${values.map(toField).join(',')}\r\n`;
}

function toField(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
