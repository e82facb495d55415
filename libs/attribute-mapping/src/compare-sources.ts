import type { Sources } from './attribute-mapping.js';
import type { AttributeSource } from './attribute-source.js';
import { formatSources, sourceKey } from './format-source.js';

/** One step from a list of sources to another. */
export type SourceStep =
  /** `position` is the place in the new list, from 1: what comes after it is read only when it has no value. */
  | { readonly kind: 'sourceAdded'; readonly source: AttributeSource; readonly position: number }
  | { readonly kind: 'sourceRemoved'; readonly source: AttributeSource }
  /** What both lists have stands in another order. */
  | { readonly kind: 'sourcesReordered'; readonly before: Sources; readonly after: Sources };

/** Gives what changes from one list of sources to another. */
export function compareSources(before: Sources, after: Sources): readonly SourceStep[] {
  const [old, now] = [byKey(before), byKey(after)];
  const keptBefore = [...old.keys()].filter(key => now.has(key));
  const keptAfter = [...now.keys()].filter(key => old.has(key));
  const isReordered = keptBefore.some((key, index) => key !== keptAfter[index]);
  return [
    ...[...old].filter(([key]) => !now.has(key)).map(([, source]) => ({ kind: 'sourceRemoved', source }) as const),
    ...[...now].flatMap(([key, source], index) =>
      old.has(key) ? [] : [{ kind: 'sourceAdded', source, position: index + 1 } as const],
    ),
    ...(isReordered ? [{ kind: 'sourcesReordered', before, after } as const] : []),
  ];
}

function byKey(sources: Sources): ReadonlyMap<string, AttributeSource> {
  return new Map(sources.map(source => [sourceKey(source), source]));
}

/** Gives a text that two steps share when they are the same step. */
export function stepKey(step: SourceStep): string {
  if (step.kind === 'sourcesReordered')
    return `${step.kind} ${formatSources(step.before)} / ${formatSources(step.after)}`;
  const position = step.kind === 'sourceAdded' ? ` ${step.position}` : '';
  return `${step.kind} ${sourceKey(step.source)}${position}`;
}
