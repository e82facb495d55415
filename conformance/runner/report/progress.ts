/** Says how far a run is: on a terminal in one line that changes, elsewhere not at all. */
export class Progress {
  private readonly isShown: boolean;
  private isLineOpen = false;

  private readonly stream: NodeJS.WriteStream;

  constructor(stream: NodeJS.WriteStream, isQuiet: boolean) {
    this.stream = stream;
    this.isShown = stream.isTTY && !isQuiet;
  }

  /** What is under way. */
  show(what: string): void {
    if (!this.isShown) return;
    this.stream.write(`\r\u001B[K${what.slice(0, (this.stream.columns || 80) - 1)}`);
    this.isLineOpen = true;
  }

  /** Writes lines that stay. */
  print(lines: readonly string[]): void {
    if (this.isLineOpen) this.stream.write('\r\u001B[K');
    this.isLineOpen = false;
    if (lines.length > 0) this.stream.write(`${lines.join('\n')}\n`);
  }
}
