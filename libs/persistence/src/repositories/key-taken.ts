/** Another has this key already. */
export class KeyTaken extends Error {
  override readonly name = 'KeyTaken';

  constructor(readonly key: string) {
    super(`The key "${key}" is taken.`);
  }
}
