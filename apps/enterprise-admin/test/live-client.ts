import { get, type IncomingMessage, type ClientRequest } from 'node:http';
import { once } from 'node:events';

/** An event as a browser's EventSource hands it to a page. */
export interface ReceivedEvent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Somebody who listens to a stream of events. */
export class LiveClient {
  private text = '';
  private readonly received: ReceivedEvent[] = [];
  private isOver = false;
  private wake: () => void = () => undefined;

  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    response.setEncoding('utf8');
    response.on('data', (piece: string) => this.read(piece));
    response.once('close', () => {
      this.isOver = true;
      this.wake();
    });
    response.on('error', () => undefined);
  }

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<LiveClient> {
    const request = get(url, { headers });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new LiveClient(request, response);
  }

  /** The next event of this kind; what comes before it is passed over. Undefined when the stream ends before. */
  async next(event: string): Promise<ReceivedEvent | undefined> {
    for (;;) {
      const next = this.received.shift();
      if (next?.event === event) return next;
      if (next) continue;
      if (this.isOver) return undefined;
      await new Promise<void>(resolve => {
        this.wake = resolve;
      });
    }
  }

  close(): void {
    this.request.destroy();
  }

  private read(piece: string): void {
    const blocks = (this.text + piece).split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map(line => line.split(/: (.*)/s, 2) as [string, string]));
      const [event, data] = [fields.get('event'), fields.get('data')];
      if (event !== undefined && data !== undefined)
        this.received.push({ event, id: fields.get('id'), data: JSON.parse(data) });
    }
    this.wake();
  }
}
