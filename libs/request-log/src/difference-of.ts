import type { AttributeChange } from './logged-request.js';

type Attributes = Readonly<Record<string, unknown>>;

/** Gives what differs between two states of a resource; of complex attributes the single parts. */
export function differenceOf(before: Attributes = {}, after: Attributes = {}): readonly AttributeChange[] {
  return changesBetween(before, after, '');
}

function changesBetween(before: Attributes, after: Attributes, prefix: string): readonly AttributeChange[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap(name => changesOf(before[name], after[name], `${prefix}${name}`));
}

function changesOf(before: unknown, after: unknown, attribute: string): readonly AttributeChange[] {
  if (before === after) return [];
  if (isComplex(before) && isComplex(after)) {
    const separator = attribute.startsWith('urn:') ? ':' : '.';
    return changesBetween(before, after, `${attribute}${separator}`);
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ attribute, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function isComplex(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
