import type { JsonObject } from '../../runner/profile/exchange.ts';
import { elementsOf, objectIn, objectsIn } from './json.ts';
import type { Send, WireAnswer, WireRequest } from './message.ts';
import { alike } from './requests.ts';

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** An error as SCIM wants it (RFC 7644 §3.12). */
export function scimError(status: number, detail: string, scimType?: string): WireAnswer {
  const body = { schemas: [ERROR], status: String(status), ...(scimType !== undefined && { scimType }), detail };
  return { status, headers: { 'content-type': 'application/scim+json' }, body: JSON.stringify(body) };
}

/** With another body. */
export function answerWith(answer: WireAnswer, body: JsonObject): WireAnswer {
  return { ...answer, body: JSON.stringify(body) };
}

/** Is it a ListResponse? */
export function isListAnswer(answer: WireAnswer): boolean {
  return 'totalResults' in objectIn(answer.body);
}

/** The resources of an answer: those of a list, or the one. */
export function resourcesOf(answer: WireAnswer): readonly JsonObject[] {
  const body = objectIn(answer.body);
  if (isListAnswer(answer)) return objectsIn(body['Resources']);
  return 'id' in body ? [body] : [];
}

/** Changes every resource that an answer shows. */
export function mapResources(answer: WireAnswer, change: (resource: JsonObject) => JsonObject): WireAnswer {
  const body = objectIn(answer.body);
  if (answer.status >= 300) return answer;
  if (isListAnswer(answer) && elementsOf(body['Resources']).length > 0) {
    return answerWith(answer, { ...body, Resources: objectsIn(body['Resources']).map(change) });
  }
  return 'id' in body ? answerWith(answer, change(body)) : answer;
}

/** A ListResponse of only some of its resources. */
export function keepResources(answer: WireAnswer, isKept: (resource: JsonObject) => boolean): WireAnswer {
  if (!isListAnswer(answer)) return answer;
  const body = objectIn(answer.body);
  const kept = objectsIn(body['Resources']).filter(isKept);
  const isFewer = kept.length < elementsOf(body['Resources']).length;
  return answerWith(answer, {
    ...body,
    Resources: kept,
    ...(isFewer && { totalResults: kept.length, itemsPerPage: kept.length }),
  });
}

/** The resource as the server has it now. */
export async function read(request: WireRequest, send: Send, path = request.path): Promise<JsonObject> {
  return objectIn((await send(alike(request, 'GET', path))).body);
}

/** Answers a PATCH or PUT as if it had been done. */
export async function pretend(request: WireRequest, send: Send): Promise<WireAnswer> {
  if (request.method === 'PATCH' && request.path.includes('/Groups')) return { status: 204, headers: {}, body: '' };
  return send(alike(request, 'GET', request.path));
}
