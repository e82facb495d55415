/** Up to where somebody has heard. */
export interface LiveCursor {
  /** When the last thing happened, in milliseconds. */
  readonly moment: number;
  /** Its id: it is not told again. */
  readonly id: string;
}

const CURSOR = /^(\d{1,15})-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** The `id` of an event (HTML, Server-sent events §9.2.6). */
export function writeLiveCursor({ moment, id }: LiveCursor): string {
  return `${moment}-${id}`;
}

/** Reads a Last-Event-ID; whatever else it may be is none. */
export function readLiveCursor(text: string | undefined): LiveCursor | undefined {
  const [, moment, id] = CURSOR.exec(text ?? '') ?? [];
  return moment === undefined || id === undefined ? undefined : { moment: Number(moment), id };
}
