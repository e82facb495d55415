import { expect, it } from 'vitest';
import { toSent } from './redact.ts';

const exchange = (body: string, authorization: string) => ({
  request: { method: 'POST', target: '/v2/Users', headers: { Authorization: authorization, Accept: '*/*' }, body },
  answer: { status: 201, headers: {}, body },
  milliseconds: 1,
});

it.each([
  ['Bearer secret', 'Bearer ***'],
  ['secret', '***'],
])('shows no credential: %s', (authorization, shown) => {
  const { requestHeaders, url } = toSent('https://scim.example.com/v2', exchange('', authorization));
  expect(requestHeaders).toEqual({ Authorization: shown, Accept: '*/*' });
  expect(url).toBe('https://scim.example.com/v2/Users');
});

it.each([
  ['an attribute', '{"password":"secret","userName":"a"}', '{"password":"***","userName":"a"}'],
  [
    'a PATCH with a path',
    '{"Operations":[{"op":"replace","path":"password","value":"secret"},{"op":"add","path":"title","value":"x"}]}',
    '{"Operations":[{"op":"replace","path":"password","value":"***"},{"op":"add","path":"title","value":"x"}]}',
  ],
  ['a PATCH without a path', '{"value":{"Password":"secret"}}', '{"value":{"Password":"***"}}'],
  ['what is no JSON', '{"password": "sec\\"ret", ', '{"password": "***", '],
])('shows no password: %s', (_, body, shown) => {
  const sent = toSent('https://scim.example.com', exchange(body, 'x'));
  expect(sent.requestBody).toBe(shown);
  expect(sent.responseBody).toBe(shown);
});

it('shows no cookie', () => {
  const { request, ...rest } = exchange('', 'x');
  const answer = { status: 200, headers: { 'set-cookie': 'session=secret', etag: '"1"' }, body: '' };
  const { responseHeaders } = toSent('https://scim.example.com', { request, ...rest, answer });
  expect(responseHeaders).toEqual({ 'set-cookie': '***', etag: '"1"' });
});
