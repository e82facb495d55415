import type { Json } from '../profile/exchange.ts';
import type { Sent } from '../report/report.ts';
import { isList, isObject } from '../template.ts';
import type { HttpExchange } from './client.ts';

const HIDDEN = '***';

/** What a report shows of a request and its answer: no credential, no password. */
export function toSent(origin: string, { request, answer, error, milliseconds }: HttpExchange): Sent {
  return {
    method: request.method,
    url: new URL(origin).origin + request.target,
    requestHeaders: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, hide(name, value)]),
    ),
    ...(request.body !== undefined && { requestBody: withoutPasswords(request.body) }),
    ...(answer && {
      status: answer.status,
      responseHeaders: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, hide(name, value)]),
      ),
      responseBody: withoutPasswords(answer.body),
    }),
    ...(error !== undefined && { error }),
    milliseconds,
  };
}

function hide(name: string, value: string): string {
  if (/^(?:set-)?cookie$/i.test(name)) return HIDDEN;
  if (name.toLowerCase() !== 'authorization') return value;
  return value.includes(' ') ? `${value.split(' ', 1)[0]} ${HIDDEN}` : HIDDEN;
}

function withoutPasswords(body: string): string {
  if (!/password/i.test(body)) return body;
  try {
    return JSON.stringify(hidePasswords(JSON.parse(body) as Json));
  } catch {
    return body.replace(/("password"\s*:\s*)"(?:[^"\\]|\\.)*"?/gi, `$1"${HIDDEN}"`);
  }
}

function hidePasswords(value: Json): Json {
  if (isList(value)) return value.map(hidePasswords);
  if (!isObject(value)) return value;
  const isAboutPassword = Object.entries(value).some(
    ([key, path]) => key.toLowerCase() === 'path' && typeof path === 'string' && /(?:^|[:.])password$/i.test(path),
  );
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const isSecret = key.toLowerCase() === 'password' || (isAboutPassword && key.toLowerCase() === 'value');
      return [key, isSecret && typeof each === 'string' ? HIDDEN : hidePasswords(each)];
    }),
  );
}
