import type { AttributePath } from '../path/attribute-path.js';
import { readAttributePath } from '../path/parse-attribute-path.js';
import type { ScimError } from '../scim-error.js';
import { strictRfc, type Tolerances } from '../tolerances.js';
import { MAX_FILTER_DEPTH, MAX_FILTER_TERMS } from './filter-limits.js';
import { tokenize } from './tokenize.js';
import type { SyntaxProblem, Token } from './tokenize.js';

const RESERVED = new Set(['and', 'or', 'not']);

/** A position in the tokens of one filter or PATCH path, and what has been used up of its limits. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  readonly #problem: SyntaxProblem;
  #position = 0;
  #depth = 0;
  #terms = 0;

  constructor(text: string, problem: SyntaxProblem, tolerances: Pick<Tolerances, 'unquotedIds'> = strictRfc) {
    this.#problem = problem;
    this.#tokens = tokenize(text, problem, tolerances);
  }

  /** Moves past the next token and gives it, when it is of this kind. */
  take<K extends Token['kind']>(kind: K): Extract<Token, { kind: K }> | undefined {
    const token = this.#tokens[this.#position];
    if (token?.kind !== kind) return undefined;
    this.#position += 1;
    return token as Extract<Token, { kind: K }>;
  }

  /** Moves past the next token when it is this keyword, in any letter case (RFC 7644 §3.4.2.2). */
  takeWord(word: string): boolean {
    return this.#takeText('word', word);
  }

  takeSymbol(symbol: string): boolean {
    return this.#takeText('symbol', symbol);
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.expected(`"${symbol}"`);
  }

  expectPath(): AttributePath {
    const word = this.#tokens[this.#position];
    const path = word?.kind === 'word' && !RESERVED.has(word.text.toLowerCase()) && readAttributePath(word.text);
    if (!path) throw this.expected('an attribute name');
    this.#position += 1;
    return path;
  }

  expectEnd(): void {
    if (this.#position < this.#tokens.length) throw this.expected('nothing more');
  }

  /** Reads something nested, within the limit on depth. */
  nested<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_FILTER_DEPTH) throw this.#problem(`it nests deeper than ${MAX_FILTER_DEPTH} levels`);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  countTerm(): void {
    this.#terms += 1;
    if (this.#terms > MAX_FILTER_TERMS) throw this.#problem(`it has more than ${MAX_FILTER_TERMS} conditions`);
  }

  expected(what: string): ScimError {
    const token = this.#tokens[this.#position];
    return this.#problem(`${what} is expected ${token === undefined ? 'at the end' : `at character ${token.at + 1}`}`);
  }

  #takeText(kind: 'word' | 'symbol', text: string): boolean {
    const token = this.#tokens[this.#position];
    if (token?.kind !== kind || token.text.toLowerCase() !== text) return false;
    this.#position += 1;
    return true;
  }
}
