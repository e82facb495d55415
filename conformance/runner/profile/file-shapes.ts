import { expectationOperators, expectationTypes } from '../expectation.ts';
import {
  anything,
  byKey,
  count,
  flag,
  listOf,
  mapOf,
  matching,
  number,
  oneOf,
  oneOrMore,
  record,
  type Shape,
  text,
} from './shape.ts';

/** The degrees of evidence, the surest first. */
export const evidences = ['captured', 'documented', 'derived', 'reconstructed'] as const;

const features = [
  'groups',
  'patch',
  'delete',
  'filter',
  'sort',
  'bulk',
  'etag',
  'search',
  'cursor',
  'discovery',
  'rate-limit',
] as const;

const name = matching(/^[a-z][A-Za-z0-9_-]*$/, 'a short name, such as alice');
const path = matching(/^\/[\x21-\x7e]*$/, 'a path that begins with / and is encoded as on the wire');
const needs = listOf(oneOf(...features));

const expectation: Shape = (value, where) => {
  if (Array.isArray(value)) return listOf(expectation)(value, where);
  if (typeof value !== 'object' || value === null) return [];
  const problems = Object.entries(value).flatMap(([key, each]) => {
    if (!key.startsWith('$') || key === '$ref') return expectation(each, `${where}.${key}`);
    if (!expectationOperators.includes(key)) return [`${where}.${key} is not an expectation`];
    return [...operand(key, each, `${where}.${key}`), ...expectation(each, `${where}.${key}`)];
  });
  const keys = Object.keys(value);
  const isMixed = keys.length > 1 && keys.some(key => expectationOperators.includes(key));
  return isMixed ? [...problems, `${where} must have nothing beside its expectation; use $all`] : problems;
};

function operand(operator: string, value: unknown, where: string): string[] {
  switch (operator) {
    case '$type':
      return oneOf(...expectationTypes)(value, where);
    case '$regex':
      return isRegex(value) ? [] : [`${where} must be a regular expression`];
    case '$oneOf':
    case '$contains':
    case '$lacks':
    case '$all':
      return listOf(anything, 1)(value, where);
    case '$absent':
      return oneOf(true)(value, where);
    default:
      return [];
  }
}

function isRegex(value: unknown): boolean {
  try {
    return typeof value === 'string' && Boolean(new RegExp(value));
  } catch {
    return false;
  }
}

const status: Shape = (value, where) =>
  Number.isInteger(value) && Number(value) >= 100 && Number(value) < 600 ? [] : [`${where} must be an HTTP status`];

const response = oneOrMore(
  record({ status }, { headers: mapOf(expectation), body: expectation, empty: flag, within: count }),
);

const given = listOf(
  byKey({
    user: record({ user: name }, { active: flag, deleted: flag, attributes: mapOf(anything) }),
    crowd: record({ crowd: name, users: number }),
    group: record({ group: name }, { members: listOf(name), attributes: mapOf(anything) }),
  }),
);

const credential = oneOf('valid', 'wrong', 'revoked', 'none', 'bare');

/** `NN-what.json` */
export const exchangeFile = record(
  {
    records: listOf(text),
    title: text,
    when: text,
    evidence: oneOf(...evidences),
    source: text,
    request: record(
      { method: oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE'), path },
      { headers: mapOf(anything), credential, body: anything, text: anything },
    ),
    response,
    whenWrong: text,
    hint: text,
  },
  { needs, given, captures: mapOf(anything) },
);

/** `stories/NN-what.json` */
export const storyFile = record(
  {
    title: text,
    steps: listOf(
      byKey({
        exchange: record({ exchange: text }, { as: mapOf(name), response, credential, times: count, because: text }),
        check: record({ check: text, path, response }),
        parallel: record({ parallel: text, crowd: name, name }, { response }),
        import: record({ import: text, count, crowd: name }),
        flood: record({ flood: text, requests: count }),
      }),
      1,
    ),
    whenWrong: text,
  },
  { needs, given },
);

const inherited = {
  identityProvider: text,
  headers: mapOf(text),
  bodyHeaders: mapOf(text),
  externalIds: record({ user: text, group: text }),
};
const own = { extends: text, without: listOf(text), query: text };
const baseProfile = record({ title: text, ...inherited }, own);
const extendingProfile = record({ title: text }, { ...inherited, ...own });

/** `profile.json`; one that extends another says only what is different. */
export const profileFile: Shape = (value, where) =>
  typeof value === 'object' && value !== null && 'extends' in value
    ? extendingProfile(value, where)
    : baseProfile(value, where);
