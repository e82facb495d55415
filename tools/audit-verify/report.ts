import { type AuditChainOwner, type AuditProof, installationChain } from '#libs/persistence';

/** What is shown of the log of what is of no enterprise. */
const INSTALLATION = '(installation)';

/** What was found of one log. */
export interface LogReport extends AuditProof {
  readonly enterprise: string;
  readonly proven: boolean;
}

/** What a log is called: the enterprise's key, or its id when only the log is left. */
export function nameOf({ enterpriseId, enterpriseKey }: AuditChainOwner): string {
  return enterpriseKey ?? (enterpriseId === installationChain ? INSTALLATION : enterpriseId);
}

/** The report as one JSON document. */
export function toJson(logs: readonly LogReport[]): string {
  return JSON.stringify({ proven: logs.every(({ proven }) => proven), logs }, undefined, 2);
}

/** The report as text: a line for each log, and one for each place where it is broken. */
export function toText(logs: readonly LogReport[]): string {
  const broken = logs.filter(({ proven }) => !proven).length;
  const verdict =
    broken === 0 ? `Proven: ${counted(logs.length, 'log')}.` : `BROKEN: ${broken} of ${counted(logs.length, 'log')}.`;
  return [...logs.flatMap(linesOf), verdict].join('\n');
}

function linesOf({ enterprise, proven, events, head, faults }: LogReport): string[] {
  const end = head ? `, head ${head.sequence} ${head.hash}` : '';
  return [
    `${enterprise}: ${proven ? 'proven' : 'BROKEN'}, ${counted(events, 'event')}${end}`,
    ...faults.map(({ sequence, kind, detail }) => `  ${enterprise} ${sequence} ${kind}: ${detail}`),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
