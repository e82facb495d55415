import type { ResolvedFilter } from '../filter/resolved-filter.js';

/** Sub-attributes and their values. */
export type Seed = Readonly<Record<string, unknown>>;

/** Gives the sub-attributes that every value selected by the filter has, or undefined when that cannot be told. */
export function toSeed(filter: ResolvedFilter): Seed | undefined {
  if (filter.kind === 'and') {
    return filter.operands.map(toSeed).reduce((all, seed) => all && seed && { ...all, ...seed });
  }
  if (filter.kind !== 'comparison' || filter.operator !== 'eq' || filter.target.subAttribute === undefined)
    return undefined;
  const { subAttribute } = filter.target;
  return { [subAttribute.name]: subAttribute.type === 'boolean' ? filter.value : filter.literal };
}
