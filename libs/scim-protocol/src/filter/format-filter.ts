import { formatAttributePath } from '../path/format-attribute-path.js';
import type { Filter } from './filter.js';

/**
 * Gives the canonical text of a filter: `parseFilter` of it is the same filter again (RFC 7644 §3.4.2.2).
 *
 * @example
 * formatFilter(parseFilter('NOT(userName PR)')); // 'not (userName pr)'
 */
export function formatFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
      return filter.operands.map(formatAndOperand).join(' and ');
    case 'or':
      return filter.operands.map(formatOrOperand).join(' or ');
    case 'not':
      return `not (${formatFilter(filter.operand)})`;
    case 'comparison':
      return `${formatAttributePath(filter.path)} ${filter.operator} ${JSON.stringify(filter.value)}`;
    case 'present':
      return `${formatAttributePath(filter.path)} pr`;
    case 'valuePath':
      return `${formatAttributePath(filter.path)}[${formatFilter(filter.filter)}]`;
  }
}

function formatAndOperand(operand: Filter): string {
  const text = formatFilter(operand);
  return operand.kind === 'and' || operand.kind === 'or' ? `(${text})` : text;
}

function formatOrOperand(operand: Filter): string {
  const text = formatFilter(operand);
  return operand.kind === 'or' ? `(${text})` : text;
}
