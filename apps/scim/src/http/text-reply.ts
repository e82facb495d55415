import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';

/** A body up to this size goes out whole, with its length; a longer one in pieces, as the client takes them. */
const WHOLE_UP_TO = 262_144;

/**
 * Answers with text that is made piece by piece. What fails before the first of a large body is sent is answered as an
 * error; after that, the connection is cut, so that no client takes half a body for a whole one.
 */
export async function textReply(pieces: AsyncIterable<string>): Promise<string | StreamableFile> {
  const iterator = pieces[Symbol.asyncIterator]();
  let text = '';
  while (text.length < WHOLE_UP_TO) {
    const next = await iterator.next();
    if (next.done) return text;
    text += next.value;
  }
  const stream = Readable.from(startingWith(text, iterator), { objectMode: false, encoding: 'utf8' });
  return new StreamableFile(stream, { type: 'application/scim+json; charset=utf-8' });
}

async function* startingWith(text: string, rest: AsyncIterator<string>): AsyncIterable<Buffer> {
  yield Buffer.from(text);
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield Buffer.from(next.value);
}
