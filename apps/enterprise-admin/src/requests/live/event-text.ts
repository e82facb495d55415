/** An event of a stream. */
export interface StreamEvent {
  readonly event: string;
  readonly id?: string | undefined;
  readonly data: object;
}

/** Where the browser's EventSource begins again when the connection is lost: after two seconds. */
export const RETRY = 'retry: 2000\n\n';

/** What keeps a proxy from taking the connection for dead. */
export const HEARTBEAT = ':\n\n';

/** An event as it is sent (HTML, Server-sent events §9.2.5). JSON has no line breaks of its own. */
export function eventText({ event, id, data }: StreamEvent): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
