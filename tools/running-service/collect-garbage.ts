// Loaded into a service before its own code (`--import`), so that its memory can be weighed without what is only
// waiting for the garbage collector. The service itself knows nothing of it.

/** What a weighing gives. */
export interface MemoryUse {
  readonly residentBytes: number;
  readonly heapBytes: number;
}

process.on('message', message => {
  if (message === 'weigh') void weigh();
});
// The channel must not keep a service alive that wants to stop.
process.channel?.unref();

async function weigh(): Promise<void> {
  const collect = globalThis.gc;
  // Twice with a pause: what finalizers free is there to be collected only the second time.
  for (let round = 0; round < 3; round++) {
    await collect?.({ type: 'major', execution: 'async' });
    await new Promise(resolve => setTimeout(resolve, 300));
  }
  const { rss, heapUsed } = process.memoryUsage();
  const use: MemoryUse = { residentBytes: rss, heapBytes: heapUsed };
  process.send?.(use);
}
