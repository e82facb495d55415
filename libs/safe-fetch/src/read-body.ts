import { type Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { SafeFetchError } from './safe-fetch-error.js';

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** The encodings that {@link readBody} undoes, for `Accept-Encoding`. */
export const readableEncodings = 'gzip, deflate, br';

/**
 * Reads a whole body and undoes its encoding; it ends at the limit, whether that is passed on the wire or when unpacked.
 * @throws SafeFetchError `too_large`, `unreadable`
 */
export async function readBody(body: Readable, encoding: string, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const collect = async (decoded: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of decoded) chunks.push(chunk);
  };
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') {
    await pipeline(body, upTo(maxBytes), collect);
  } else {
    const decoder = decoders[name]?.();
    if (!decoder) {
      discard(body);
      throw new SafeFetchError('unreadable', 'The answer has a Content-Encoding that was not asked for.');
    }
    await pipeline(body, upTo(maxBytes), decoder, upTo(maxBytes), collect).catch(rethrow);
  }
  return Buffer.concat(chunks);
}

/** Gives a body up that nobody reads. */
export function discard(body: Readable): void {
  body.on('error', () => undefined).destroy();
}

function upTo(maxBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback) {
      seen += chunk.length;
      if (seen <= maxBytes) done(null, chunk);
      else done(new SafeFetchError('too_large', `The answer is larger than ${maxBytes} bytes.`));
    },
  });
}

/** The errors of zlib alone have a number. */
function rethrow(error: unknown): never {
  if (typeof (error as { errno?: unknown }).errno !== 'number') throw error;
  throw new SafeFetchError('unreadable', 'The answer is not encoded as its Content-Encoding says.', { cause: error });
}
