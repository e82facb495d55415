import type { ResolvedAttribute } from './resolved-attribute.js';

/** Tells whether values are checked and then dropped: what may never be returned (`password`) is not kept. */
export function isDropped({ attribute, subAttribute }: Pick<ResolvedAttribute, 'attribute' | 'subAttribute'>): boolean {
  return attribute.returned === 'never' || subAttribute?.returned === 'never';
}
