import { BULK_RESPONSE_URN, ERROR_URN, LIST_RESPONSE_URN } from '#libs/scim-protocol';
import type { Exchange } from './http-client.ts';

/** A longer one is refused by the HTTP parser, in no words of SCIM's, and the connection cut. */
const LONGEST_URL = 128_000;

type JsonObject = Readonly<Record<string, unknown>>;

/** What is wrong with an answer, whatever was asked; empty when nothing is. */
export function findProblems({ sent, answer }: Exchange): string[] {
  const { status, body, failure } = answer;
  if (sent.url.length > LONGEST_URL && (status === 431 || failure !== undefined)) return [];
  if (failure !== undefined) return [`no answer: ${failure}`];
  const problems = [...checkStatus(status, sent.url), ...checkHeaders(status, answer.headers, sent)];
  if (sent.method === 'HEAD' || status === 204 || status === 304) {
    return body === '' ? problems : [...problems, `a body with ${sent.method === 'HEAD' ? 'HEAD' : status}`];
  }
  const json = parse(body);
  if (status >= 400) return [...problems, ...checkError(json, status)];
  if (json === undefined) return [...problems, `${status} whose body is not a JSON object`];
  return [...problems, ...checkDocument(json, sent.url)];
}

function checkStatus(status: number, url: string): string[] {
  // RFC 7644 §3.11: a service provider without /Me answers 501.
  if (status === 501 && /\/me(?:[/?#;]|$)/i.test(decode(url))) return [];
  return status >= 500 || status < 200 ? [`status ${status}`] : [];
}

function checkHeaders(status: number, headers: Exchange['answer']['headers'], sent: Exchange['sent']): string[] {
  const problems: string[] = [];
  const type = String(headers['content-type'] ?? '').split(';')[0];
  // RFC 7644 §3.8.
  const types = [
    'application/scim+json',
    ...(sent.headers['Accept'] === 'application/json' ? ['application/json'] : []),
  ];
  if (status !== 204 && status !== 304 && !types.includes(String(type))) problems.push(`content type "${type}"`);
  // RFC 9110 §15.5.2, §15.5.6; a date in Retry-After is what Okta cannot read.
  if (status === 401 && headers['www-authenticate'] === undefined) problems.push('401 without WWW-Authenticate');
  if (status === 405 && headers['allow'] === undefined) problems.push('405 without Allow');
  if (status === 429 && !/^\d+$/.test(String(headers['retry-after'])))
    problems.push('429 without seconds in Retry-After');
  return problems;
}

/** RFC 7644 §3.12. */
function checkError(json: JsonObject | undefined, status: number): string[] {
  if (json === undefined) return [`${status} whose body is not a JSON object`];
  const problems: string[] = [];
  if (!isListWith(json['schemas'], ERROR_URN)) problems.push(`${status} whose schemas do not name Error`);
  if (json['status'] !== String(status))
    problems.push(`${status} with status ${JSON.stringify(json['status'])} in its body`);
  if (typeof json['detail'] !== 'string' || json['detail'].trim() === '') problems.push(`${status} without a detail`);
  if ('scimType' in json && typeof json['scimType'] !== 'string') problems.push(`${status} with an odd scimType`);
  return problems;
}

function checkDocument(json: JsonObject, url: string): string[] {
  const { schemas } = json;
  if (!Array.isArray(schemas) || schemas.length === 0) return ['a document without schemas'];
  if (isListWith(schemas, LIST_RESPONSE_URN)) return checkListResponse(json);
  if (isListWith(schemas, BULK_RESPONSE_URN)) return checkBulkResponse(json);
  if (isListWith(schemas, ERROR_URN)) return ['an Error with a status of success'];
  if (/\/(?:users|groups)\/?(?:\?|$)/i.test(url) && !('id' in json)) return ['neither a list nor a resource'];
  return /\/(?:users|groups)\//i.test(url) && typeof json['id'] !== 'string' ? ['a resource without id'] : [];
}

/** RFC 7644 §3.4.2. */
function checkListResponse(json: JsonObject): string[] {
  const { totalResults, itemsPerPage, startIndex, Resources: resources = [] } = json;
  const problems: string[] = [];
  if (!Array.isArray(resources)) return ['a list whose Resources are not a list'];
  if (!isCount(totalResults)) problems.push(`a list with totalResults ${JSON.stringify(totalResults)}`);
  else if (totalResults < resources.length) problems.push('a list with more Resources than totalResults');
  if (itemsPerPage !== undefined && itemsPerPage !== resources.length)
    problems.push('a list whose itemsPerPage is wrong');
  if (startIndex !== undefined && (!isCount(startIndex) || startIndex < 1))
    problems.push('a list whose startIndex is wrong');
  const isResource = (resource: unknown) => isObject(resource) && Array.isArray(resource['schemas']);
  if (!resources.every(isResource)) problems.push('a list of what are no resources');
  return problems;
}

/** RFC 7644 §3.7.3: every operation has a status, and a failed one an Error. */
function checkBulkResponse(json: JsonObject): string[] {
  const operations: unknown = json['Operations'];
  if (!Array.isArray(operations)) return ['a BulkResponse without Operations'];
  return [...new Set(operations.flatMap((operation: unknown) => checkBulkOperation(operation)))];
}

function checkBulkOperation(operation: unknown): string[] {
  if (!isObject(operation) || typeof operation['method'] !== 'string') return ['a bulk operation without method'];
  const status = Number(operation['status']);
  if (typeof operation['status'] !== 'string' || !(status >= 200 && status < 600))
    return ['a bulk operation without status'];
  if (status < 400) return [];
  const inner = isObject(operation['response']) ? operation['response'] : undefined;
  return [
    // 501 is for /Me.
    ...(status >= 500 && status !== 501 ? [`bulk: status ${status}`] : []),
    ...checkError(inner, status).map(problem => `bulk: ${problem}`),
  ];
}

function parse(body: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function decode(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListWith(list: unknown, urn: string): boolean {
  return Array.isArray(list) && list.includes(urn);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}
