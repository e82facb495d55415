import { Socket } from 'node:net';

/**
 * A socket that sends what is written in one turn of the event loop at once. A write to a socket is what most of a short
 * statement costs, and statements that do not depend on each other are written in one turn.
 */
export class GatheringSocket extends Socket {
  private isGathering = false;

  private readonly send = (): void => {
    this.isGathering = false;
    this.uncork();
  };

  override write(data: Uint8Array | string, callback?: (error?: Error | null) => void): boolean;
  override write(
    data: Uint8Array | string,
    encoding?: BufferEncoding,
    callback?: (error?: Error | null) => void,
  ): boolean;
  override write(...written: [Uint8Array | string, ...never[]]): boolean {
    if (!this.isGathering) {
      this.isGathering = true;
      this.cork();
      process.nextTick(this.send);
    }
    return super.write(...written);
  }
}
