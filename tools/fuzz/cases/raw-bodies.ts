import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc, { type Arbitrary } from 'fast-check';
import { type FuzzRequest, SCIM_JSON } from './case-kind.ts';
import { patchBody } from './patches.ts';
import { groupId, userId } from './placeholders.ts';
import { group, user } from './resources.ts';
import { editedText } from './text.ts';

const writes: Arbitrary<{ method: string; path: string }> = fc.oneof(
  fc.constantFrom(
    { method: 'POST', path: '/Users' },
    { method: 'POST', path: '/Groups' },
    { method: 'POST', path: '/Bulk' },
    { method: 'POST', path: '/.search' },
    { method: 'POST', path: '/Users/.search' },
  ),
  userId.map(id => ({ method: 'PUT', path: `/Users/${id}` })),
  userId.map(id => ({ method: 'PATCH', path: `/Users/${id}` })),
  groupId.map(id => ({ method: 'PATCH', path: `/Groups/${id}` })),
);

const json: Arbitrary<string> = fc.oneof(user, group, patchBody).map(value => JSON.stringify(value));
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const excessiveJson: Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('[', '{"a":', '[{"a":', '"', '1', ' ', ',', '\\u0000'),
    fc.constantFrom(10, 1000, 50_000, 120_000),
  )
  .map(([piece, times]) => piece.repeat(times));

const closedDeepJson: Arbitrary<string> = fc
  .constantFrom(100, 5000, 100_000)
  .chain(depth =>
    fc.constantFrom(
      `${'['.repeat(depth)}${']'.repeat(depth)}`,
      `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"deep@example.com","name":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`,
      `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":${'['.repeat(depth)}${']'.repeat(depth)}}]}`,
    ),
  );

const ODD_DOCUMENTS = [
  '',
  'null',
  'true',
  '1',
  '"text"',
  '[]',
  '{}',
  '{"schemas":null}',
  '{"schemas":[null]}',
  '{"a":1,"a":2}',
  '{"userName":"a","userName":"b","USERNAME":"c"}',
  '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}',
  '{"a":1e400}',
  `{"a":${'9'.repeat(400)}}`,
  '{"a":-0}',
  '{"a":01}',
  "{'a':1}",
  '{"a":NaN}',
  '{"a":1,}',
  '/* */{}',
  '\ufeff{}',
  '{}{}',
  '{"a":"\\ud800"}',
  '{"a":"\u2028"}',
  'userName=a&active=true',
  '<User/>',
] as const;

/** The widest body a service reads by default is 1 MiB: one just above it, and bombs that unfold to far more. */
const bombs = [gzipSync, deflateSync, brotliCompressSync].map(compress => compress(Buffer.alloc(4_000_000, 0x20)));
const tooLarge = ' '.repeat(1_048_600);

const body: Arbitrary<string | Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: editedText(json) },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 3, arbitrary: fc.constantFrom(...ODD_DOCUMENTS) },
  { weight: 2, arbitrary: json.chain(whole => fc.nat(Math.max(0, whole.length - 1)).map(end => whole.slice(0, end))) },
  { weight: 2, arbitrary: damagedUtf8() },
  { weight: 1, arbitrary: excessiveJson },
  { weight: 1, arbitrary: closedDeepJson },
  { weight: 1, arbitrary: json.map(whole => Buffer.from(whole, 'utf16le')) },
  { weight: 1, arbitrary: fc.oneof({ weight: 8, arbitrary: json }, { weight: 1, arbitrary: fc.constant(tooLarge) }) },
);

/** JSON in UTF-8 with a byte that is none somewhere in it. */
function damagedUtf8(): Arbitrary<Uint8Array> {
  return fc
    .tuple(json, fc.nat(10_000), fc.constantFrom(0xff, 0xc0, 0x80, 0xed, 0xf8))
    .map(([whole, position, byte]) => {
      const bytes = encode(whole);
      bytes[position % Math.max(1, bytes.length)] = byte;
      return bytes;
    });
}

const headers: Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(SCIM_JSON) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        'application/json',
        'application/json; charset=utf-8',
        'application/scim+json; charset=UTF-16',
        'application/scim+json; charset=latin1',
        'application/scim+json; charset="',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'text/plain',
        'text/xml',
        'APPLICATION/SCIM+JSON',
        'application/',
        ';',
        '',
      )
      .map(type => ({ 'Content-Type': type })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('gzip', 'deflate', 'br', 'compress', 'identity', 'gzip, gzip', 'zstd', 'none')
      .map(encoding => ({ ...SCIM_JSON, 'Content-Encoding': encoding })),
  },
);

/** Writes whose body is damaged, random, excessive or none of the media types. */
export const rawBodyRequest: Arbitrary<FuzzRequest> = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.tuple(writes, headers, body).map(([target, given, content]) => ({
      ...target,
      headers: given,
      body: content,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(writes, fc.constantFrom(0, 1, 2)).map(([target, which]) => ({
      ...target,
      headers: { ...SCIM_JSON, 'Content-Encoding': ['gzip', 'deflate', 'br'][which] ?? 'gzip' },
      body: bombs[which] ?? encode(''),
    })),
  },
);
