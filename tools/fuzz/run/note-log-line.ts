import type { Findings } from './findings.ts';

const ERROR_LEVEL = 50;

/** A line of the service with the level error or above, or one that is no log line at all, is a finding. */
export function noteLogLine(line: string, findings: Findings): void {
  const message = problemOf(line);
  if (message !== undefined) findings.add(message);
}

function problemOf(line: string): string | undefined {
  if (line.trim() === '') return undefined;
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: number; msg?: string; err?: { message?: string } };
    if (level === undefined || level < ERROR_LEVEL) return undefined;
    return `logged: ${err?.message ?? msg ?? ''}\n${line}`;
  } catch {
    return `written: ${line}`;
  }
}
