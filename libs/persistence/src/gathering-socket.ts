import { Socket } from 'node:net';

/**
 * A socket that sends what is written in one turn of the event loop at once. A write to a socket is what most of a short
 * statement costs, and statements that do not depend on each other are written in one turn.
 */
export function gatheringSocket(): Socket {
  const socket = new Socket();
  // Not before, because Node gives a socket that begins to connect its own `write` back.
  socket.once('connect', () => gatherWrites(socket));
  return socket;
}

function gatherWrites(socket: Socket): void {
  let isGathering = false;
  const send = (): void => {
    isGathering = false;
    socket.uncork();
  };
  const write = socket.write.bind(socket) as (...written: unknown[]) => boolean;
  socket.write = (...written: unknown[]): boolean => {
    if (!isGathering) {
      isGathering = true;
      socket.cork();
      // After all promises that are settled now have had their say: whether to commit is decided so, and goes along.
      queueMicrotask(() => process.nextTick(send));
    }
    return write(...written);
  };
}
