/** A client did not prove who it is. The message is for the log alone: the client is told nothing of it. */
export class ClientRefused extends Error {
  override readonly name = 'ClientRefused';
}
