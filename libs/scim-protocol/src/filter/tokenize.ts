import type { ScimError } from '../scim-error.js';
import type { Tolerances } from '../tolerances.js';
import { MAX_FILTER_LENGTH } from './filter-limits.js';

/** A piece of a filter or PATCH path, and where it starts. */
export type Token =
  | { readonly kind: 'symbol'; readonly text: string; readonly at: number }
  /** An attribute path, an operator or a keyword. */
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  /** The name in `].name`. */
  | { readonly kind: 'suffix'; readonly text: string; readonly at: number }
  | { readonly kind: 'literal'; readonly value: string | number; readonly at: number };

/** Makes the error of whoever asked: `invalidFilter` or `invalidPath`. */
export type SyntaxProblem = (detail: string) => ScimError;

// Blanks, or one of: a word that may hold a whole URN (RFC 8141 §2), a string up to its closing quote, a symbol, the name
// in `].name`, a JSON number. Groups without names, because named ones cost as much as all the rest.
const TOKEN =
  /[ \t\r\n]+|([A-Za-z$][\w$.:%+,=@;!*/~-]*)|("(?:[^"\\]|\\.)*")|([()[\]])|\.([A-Za-z$][\w$-]*)|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))/sy;

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\w.:-])/iy;

// Neither backslashes nor control characters: such a JSON string is what it looks like.
const PLAIN = /^[ -[\]-\uffff]*$/;

/** Gives the tokens of a filter or PATCH path (RFC 7644 Figure 1). */
export function tokenize(
  text: string,
  problem: SyntaxProblem,
  { unquotedIds }: Pick<Tolerances, 'unquotedIds'>,
): readonly Token[] {
  if (text.length > MAX_FILTER_LENGTH) throw problem(`it is longer than ${MAX_FILTER_LENGTH} characters`);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const id = unquotedIds ? readUuid(text, at) : undefined;
    if (id !== undefined) {
      tokens.push({ kind: 'literal', value: id, at });
      at += id.length;
      continue;
    }
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw problem(unreadable(text, at));
    const token = toToken(match, at, problem);
    if (token !== undefined) tokens.push(token);
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function readUuid(text: string, at: number): string | undefined {
  UUID.lastIndex = at;
  return UUID.exec(text)?.[0];
}

function toToken(match: RegExpExecArray, at: number, problem: SyntaxProblem): Token | undefined {
  const [, word, text, symbol, suffix, number] = match as readonly (string | undefined)[];
  if (word !== undefined) return { kind: 'word', text: word, at };
  if (text !== undefined) return { kind: 'literal', value: readString(text, at, problem), at };
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, at };
  if (suffix !== undefined) return { kind: 'suffix', text: suffix, at };
  return number === undefined ? undefined : { kind: 'literal', value: readNumber(number, at, problem), at };
}

function readString(text: string, at: number, problem: SyntaxProblem): string {
  const value = readJsonString(text);
  if (value === undefined) throw problem(`the string at character ${at + 1} is not a JSON string`);
  if (value.isWellFormed() && !value.includes('\0')) return value;
  throw problem(`the string at character ${at + 1} contains a lone surrogate or U+0000`);
}

function readJsonString(text: string): string | undefined {
  if (PLAIN.test(text)) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

function readNumber(text: string, at: number, problem: SyntaxProblem): number {
  const value = Number(text) + 0; // turns -0 into 0
  if (Number.isFinite(value)) return value;
  throw problem(`the number at character ${at + 1} is too large`);
}

function unreadable(text: string, at: number): string {
  const where = `at character ${at + 1}`;
  if (text[at] === "'") return `strings are written in double quotes, not in single ones, ${where}`;
  if (text[at] === '"') return `the string that begins ${where} has no end`;
  return `${JSON.stringify(text[at])} is not expected ${where}`;
}
