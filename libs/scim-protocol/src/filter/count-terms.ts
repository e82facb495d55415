import type { Filter } from './filter.js';

/** Gives how many comparisons and presence tests a filter has. */
export function countTerms(filter: Filter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.operands.reduce((sum, operand) => sum + countTerms(operand), 0);
    case 'not':
      return countTerms(filter.operand);
    case 'valuePath':
      return countTerms(filter.filter);
    case 'comparison':
    case 'present':
      return 1;
  }
}
