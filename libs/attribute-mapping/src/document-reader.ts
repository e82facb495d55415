import type { MappingProblem } from './attribute-mapping-error.js';
import { isObject, toObject } from './to-texts.js';

// More would not help whoever reads them.
const MAX_PROBLEMS = 50;

/** A place in a document that is being parsed. What is wrong there is noted, and parsing goes on. */
export class DocumentReader {
  constructor(
    readonly value: unknown,
    private readonly problems: MappingProblem[],
    private readonly pointer = '',
  ) {}

  /** Notes what is wrong here; gives the undefined that stands for what could not be read. */
  refuse(message: string): undefined {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ pointer: this.pointer, message });
    return undefined;
  }

  /** Whether this is an object without other members than the allowed ones; what is wrong is refused. */
  isObjectOf(what: string, allowed?: readonly string[]): boolean {
    if (!isObject(this.value)) {
      this.refuse(`${what} must be a JSON object.`);
      return false;
    }
    const unknown = allowed ? this.names().filter(name => !allowed.includes(name)) : [];
    for (const name of unknown) this.member(name).refuse(`${what} has no member of this name.`);
    return unknown.length === 0;
  }

  /** The names of the members. */
  names(): readonly string[] {
    return Object.keys(toObject(this.value));
  }

  /** The place of a member, whose value is undefined when it is not there. */
  member(name: string): DocumentReader {
    return this.at(name, toObject(this.value)[name]);
  }

  /** The places of a list's elements. */
  elements(what: string, max: number): readonly DocumentReader[] {
    if (!Array.isArray(this.value)) return this.refuse(`${what} must be a list.`) ?? [];
    const list = this.value as readonly unknown[];
    if (list.length > max) this.refuse(`${what} may have at most ${max} elements.`);
    return list.slice(0, max).map((value, index) => this.at(String(index), value));
  }

  private at(name: string, value: unknown): DocumentReader {
    const token = name.replaceAll('~', '~0').replaceAll('/', '~1');
    return new DocumentReader(value, this.problems, `${this.pointer}/${token}`);
  }
}
