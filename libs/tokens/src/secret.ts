/** What `console.log` and `util.inspect` call to print an object. */
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * A secret that cannot be printed by accident: string conversion, JSON and `util.inspect` all give `[secret]`.
 * @example new Secret('ptn_scim_…').reveal() // the one way to read it
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The secret itself, for the one moment it is shown or sent. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect](): string {
    return '[secret]';
  }
}
