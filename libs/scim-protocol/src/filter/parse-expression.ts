import type { AttributePath } from '../path/attribute-path.js';
import type { ComparisonOperator, Filter, FilterLiteral } from './filter.js';
import type { TokenCursor } from './token-cursor.js';

const OPERATORS: readonly ComparisonOperator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const WORD_LITERALS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

/** Reads a whole expression: `not` binds tighter than `and`, `and` tighter than `or` (RFC 7644 §3.4.2.2). */
export function parseExpression(cursor: TokenCursor): Filter {
  return parseOr(cursor, parseTerm);
}

/** Reads what stands in `[ ]`: conditions on bare sub-attributes, without further brackets (RFC 7644 Figure 1, `valFilter`). */
export function parseValueFilter(cursor: TokenCursor): Filter {
  const filter = cursor.nested(() => parseOr(cursor, parseValueTerm));
  cursor.expectSymbol(']');
  return filter;
}

type ReadTerm = (cursor: TokenCursor) => Filter;

function parseOr(cursor: TokenCursor, readTerm: ReadTerm): Filter {
  return parseJoined(cursor, 'or', () => parseJoined(cursor, 'and', () => parseFactor(cursor, readTerm)));
}

function parseJoined(cursor: TokenCursor, kind: 'and' | 'or', readOperand: () => Filter): Filter {
  const first = readOperand();
  if (!cursor.takeWord(kind)) return first;
  const operands = [first];
  do operands.push(readOperand());
  while (cursor.takeWord(kind));
  return { kind, operands };
}

function parseFactor(cursor: TokenCursor, readTerm: ReadTerm): Filter {
  const negated = cursor.takeWord('not');
  if (negated) cursor.expectSymbol('(');
  else if (!cursor.takeSymbol('(')) return readTerm(cursor);
  const filter = cursor.nested(() => parseOr(cursor, readTerm));
  cursor.expectSymbol(')');
  return negated ? { kind: 'not', operand: filter } : filter;
}

function parseTerm(cursor: TokenCursor): Filter {
  const path = cursor.expectPath();
  if (!cursor.takeSymbol('[')) return parseCondition(cursor, path);
  const filter = parseValueFilter(cursor);
  const suffix = cursor.take('suffix');
  if (suffix === undefined) return { kind: 'valuePath', path, filter };
  // Entra ID's `emails[type eq "work"].value eq "x"` is a further condition on the same value.
  return { kind: 'valuePath', path, filter: andAlso(filter, parseCondition(cursor, { attribute: suffix.text })) };
}

function parseValueTerm(cursor: TokenCursor): Filter {
  const path = cursor.expectPath();
  if (path.urn === undefined && path.subAttribute === undefined) return parseCondition(cursor, path);
  throw cursor.expected('only the name of a sub-attribute before what');
}

function parseCondition(cursor: TokenCursor, path: AttributePath): Filter {
  cursor.countTerm();
  if (cursor.takeWord('pr')) return { kind: 'present', path };
  const operator = expectOperator(cursor);
  return { kind: 'comparison', operator, path, value: expectLiteral(cursor) };
}

function expectOperator(cursor: TokenCursor): ComparisonOperator {
  for (const operator of OPERATORS) if (cursor.takeWord(operator)) return operator;
  throw cursor.expected('an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr)');
}

function expectLiteral(cursor: TokenCursor): FilterLiteral {
  const literal = cursor.take('literal');
  if (literal !== undefined) return literal.value;
  for (const [word, value] of WORD_LITERALS) if (cursor.takeWord(word)) return value;
  throw cursor.expected('a string in double quotes, a number, true, false or null');
}

function andAlso(filter: Filter, condition: Filter): Filter {
  const operands = filter.kind === 'and' ? filter.operands : [filter];
  return { kind: 'and', operands: [...operands, condition] };
}
