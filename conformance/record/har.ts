import type { Captured } from './captured.ts';

/** The file is no HTTP archive. */
export class NoHar extends Error {
  override readonly name = 'NoHar';
}

interface HarHeader {
  readonly name: string;
  readonly value: string;
}

interface HarEntry {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers?: readonly HarHeader[];
    readonly postData?: { readonly text?: string; readonly encoding?: string };
  };
  readonly response: {
    readonly status: number;
    readonly headers?: readonly HarHeader[];
    readonly content?: { readonly text?: string; readonly encoding?: string };
  };
}

/** Reads an HTTP archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), as browsers and proxies save it. @throws NoHar */
export function readHar(text: string): Captured[] {
  const entries = entriesIn(text);
  if (entries === undefined) throw new NoHar('This is no HTTP archive: it has no log.entries.');
  return entries.filter(isEntry).map(({ request, response }) => ({
    method: request.method.toUpperCase(),
    url: request.url,
    requestHeaders: headersOf(request.headers),
    requestBody: textOf(request.postData),
    status: response.status,
    responseHeaders: headersOf(response.headers),
    responseBody: textOf(response.content),
  }));
}

function entriesIn(text: string): readonly unknown[] | undefined {
  try {
    const { log } = JSON.parse(text) as { readonly log?: { readonly entries?: unknown } };
    return Array.isArray(log?.entries) ? (log.entries as readonly unknown[]) : undefined;
  } catch (error) {
    throw new NoHar(`This is no HTTP archive: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function isEntry(entry: unknown): entry is HarEntry {
  const { request, response } = (entry ?? {}) as Partial<HarEntry>;
  return typeof request?.method === 'string' && typeof request.url === 'string' && typeof response?.status === 'number';
}

function headersOf(headers: readonly HarHeader[] = []): Record<string, string> {
  return Object.fromEntries(
    headers.filter(({ name }) => !name.startsWith(':')).map(({ name, value }) => [name, value]),
  );
}

function textOf({ text = '', encoding }: { readonly text?: string; readonly encoding?: string } = {}): string {
  return encoding === 'base64' ? Buffer.from(text, 'base64').toString('utf8') : text;
}
