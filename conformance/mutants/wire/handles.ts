import type { JsonObject } from '../../runner/profile/exchange.ts';
import { answerWith, mapResources, pretend, scimError } from './answers.ts';
import { objectIn } from './json.ts';
import type { Handle, WireAnswer, WireRequest } from './message.ts';
import { type Concerns, type Operation, operationsOf, withBody, withOperations } from './requests.ts';

/** Refuses some requests. */
export function refuse(concerns: Concerns, status: number, detail: string, scimType?: string): Handle {
  return async (request, send) => (concerns(request) ? scimError(status, detail, scimType) : send(request));
}

/** Changes some requests before the server sees them. */
export function onRequest(concerns: Concerns, change: (request: WireRequest) => WireRequest): Handle {
  return async (request, send) => send(concerns(request) ? change(request) : request);
}

/** Changes the bodies of some requests. */
export function onBody(concerns: Concerns, change: (body: JsonObject) => JsonObject): Handle {
  return onRequest(concerns, request => withBody(request, change(objectIn(request.body))));
}

/** Changes some answers. */
export function onAnswer(change: (answer: WireAnswer, request: WireRequest) => WireAnswer): Handle {
  return async (request, send) => change(await send(request), request);
}

/** Changes what some answers say. */
export function onAnswerBody(
  concerns: (answer: WireAnswer, request: WireRequest) => boolean,
  change: (body: JsonObject) => JsonObject,
): Handle {
  return onAnswer((answer, request) =>
    concerns(answer, request) ? answerWith(answer, change(objectIn(answer.body))) : answer,
  );
}

/** Changes every resource that is shown. */
export function onResources(change: (resource: JsonObject) => JsonObject): Handle {
  return onAnswer(answer => mapResources(answer, change));
}

/**
 * Changes the operations of PATCH requests; `undefined` leaves one out. When none is left the PATCH is answered as if it had
 * been done.
 */
export function onOperations(
  endpoint: 'Users' | 'Groups' | 'any',
  change: (operation: Operation) => Operation | undefined,
): Handle {
  return async (request, send) => {
    const operations = operationsOf(request);
    if (operations.length === 0 || (endpoint !== 'any' && !request.path.includes(`/${endpoint}/`)))
      return send(request);
    const changed = operations.map(change);
    if (changed.every((each, index) => each === operations[index])) return send(request);
    const left = changed.filter(each => each !== undefined);
    return left.length > 0 ? send(withOperations(request, left)) : pretend(request, send);
  };
}

/** Refuses a PATCH that has such an operation. */
export function refuseOperation(
  concerns: (operation: Operation) => boolean,
  status: number,
  detail: string,
  scimType?: string,
): Handle {
  return refuse(request => operationsOf(request).some(concerns), status, detail, scimType);
}
