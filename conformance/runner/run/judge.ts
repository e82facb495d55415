import { findProblems, show } from '../expectation.ts';
import type { HttpAnswer, HttpExchange } from '../http/client.ts';
import type { ExpectedResponse, Json } from '../profile/exchange.ts';
import { jsonOf, objectOf } from '../scene/directory.ts';
import { isList, isObject } from '../template.ts';

/** What is wrong with an answer. */
export interface Judgement {
  readonly problems: readonly string[];
  /** What comes after can be tried, whatever the body says. */
  readonly isStatusExpected: boolean;
}

/**
 * Compares an answer with those that will do. When none fits, the problems are those of the nearest: one with the same status
 * if there is one, and then the one with the fewest problems.
 * @param expected with templates filled in
 */
export function judge(expected: readonly ExpectedResponse[], { answer, error, milliseconds }: HttpExchange): Judgement {
  if (!answer) return { problems: [`There is no answer: ${error ?? 'no reason is known'}.`], isStatusExpected: false };
  const sameStatus = expected.filter(({ status }) => status === answer.status);
  if (sameStatus.length === 0) {
    const statuses = [...new Set(expected.map(({ status }) => status))].join(' or ');
    return {
      problems: [`The status is ${answer.status}; expected ${statuses}.${said(answer)}`],
      isStatusExpected: false,
    };
  }
  const [nearest = []] = sameStatus
    .map(each => findAnswerProblems(each, answer, milliseconds))
    .toSorted((a, b) => a.length - b.length);
  return { problems: nearest, isStatusExpected: true };
}

/**
 * The same expectation where others are in the directory, too: what a list of everything has cannot be told, only that ours
 * are among it.
 */
export function amongOthers(expected: ExpectedResponse): ExpectedResponse {
  if (!isObject(expected.body)) return expected;
  const body = Object.entries(expected.body).map(([key, value]): [string, Json] => {
    if ((key === 'totalResults' || key === 'itemsPerPage') && typeof value === 'number') return [key, { $min: value }];
    return key === 'Resources' && isList(value) ? [key, { $type: 'array' }] : [key, value];
  });
  return { ...expected, body: Object.fromEntries(body) };
}

function findAnswerProblems(expected: ExpectedResponse, answer: HttpAnswer, milliseconds: number): string[] {
  const problems = Object.entries(expected.headers ?? {}).flatMap(([name, value]) =>
    findProblems(value, answer.headers[name.toLowerCase()], `The header ${name}`),
  );
  if (expected.empty === true && answer.body !== '') problems.push(`The body is ${show(answer.body)}; expected none.`);
  if (expected.body !== undefined) problems.push(...findBodyProblems(expected.body, answer));
  if (expected.within !== undefined && milliseconds > expected.within) {
    problems.push(`It took ${Math.round(milliseconds)} ms; expected ${expected.within} ms at most.`);
  }
  return problems;
}

function findBodyProblems(expected: Json, answer: HttpAnswer): string[] {
  const body = jsonOf(answer);
  if (body !== undefined) return findProblems(expected, body, 'body');
  return [answer.body === '' ? 'The body is empty; expected JSON.' : `The body is not JSON: ${show(answer.body)}.`];
}

/** What the server itself says is wrong. */
function said(answer: HttpAnswer): string {
  const detail = objectOf(answer)?.['detail'];
  return answer.status >= 400 && typeof detail === 'string' ? ` The server says: ${show(detail)}.` : '';
}
