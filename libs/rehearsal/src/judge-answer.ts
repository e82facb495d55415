import { findProblems } from './generated/expectation.js';
import type { ExpectedResponse, Json } from './generated/exchange.js';
import { isObject } from './generated/template.js';
import type { RehearsalAnswer } from './rehearse.js';

/** What is wrong with an answer. */
export interface Judgement {
  readonly problems: readonly string[];
  /** What comes after can be tried. */
  readonly isStatusExpected: boolean;
}

/**
 * Compares an answer with those that will do. When none does, the problems are those of the nearest with its status.
 * @param expected with templates filled in
 */
export function judgeAnswer(expected: readonly ExpectedResponse[], answer: RehearsalAnswer): Judgement {
  const sameStatus = expected.filter(({ status }) => status === answer.status);
  if (sameStatus.length === 0) {
    const statuses = [...new Set(expected.map(({ status }) => status))].join(' or ');
    const problem = `The status is ${answer.status}; expected ${statuses}.${said(answer)}`;
    return { problems: [problem], isStatusExpected: false };
  }
  const [nearest = []] = sameStatus
    .map(each => problemsOf(each, answer))
    .toSorted((one, other) => one.length - other.length);
  return { problems: nearest, isStatusExpected: true };
}

/** The body of an answer as JSON; undefined when it is something else. */
export function jsonOf({ body }: Pick<RehearsalAnswer, 'body'>): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}

function problemsOf({ headers = {}, body, empty = false }: ExpectedResponse, answer: RehearsalAnswer): string[] {
  const ofHeaders = Object.entries(headers).flatMap(([name, value]) =>
    findProblems(value, answer.headers[name.toLowerCase()], `The header ${name}`),
  );
  const ofBody = body === undefined ? [] : findProblems(body, jsonOf(answer), 'body');
  return [...ofHeaders, ...(empty && answer.body !== '' ? ['There is a body; expected none.'] : []), ...ofBody];
}

/** What the service itself says is wrong. */
function said(answer: RehearsalAnswer): string {
  const body = jsonOf(answer);
  const detail = isObject(body) ? body['detail'] : undefined;
  return typeof detail === 'string' ? ` The service says: ${detail}` : '';
}
