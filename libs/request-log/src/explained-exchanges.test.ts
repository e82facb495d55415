import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainRequest } from './explain-request.js';
import type { LoggedRequest } from './logged-request.js';

const PROFILES = join(import.meta.dirname, '../../../conformance/profiles');
const UUID = '7a1c9b52-0f6e-4d2b-9d43-6b0f5f3c2e11';

const values: Readonly<Record<string, string>> = {
  userName: 'ava@example.com',
  email: 'ava@example.com',
  displayName: 'Engineering',
  externalId: 'external-1',
};

type Headers = Readonly<Record<string, string | null>>;

interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Headers;
    readonly body?: unknown;
  };
  readonly response: { readonly status: number } | readonly { readonly status: number }[];
}

const read = <Content>(file: string): Content => JSON.parse(readFileSync(join(PROFILES, file), 'utf8')) as Content;

const exchanges = globSync('*/[0-9]*.json', { cwd: PROFILES }).map(file => {
  const folder = dirname(file);
  return { file, folder, name: basename(file, '.json'), exchange: read<Exchange>(file) };
});
const profiles = [...new Set(exchanges.map(({ folder }) => folder))].toSorted();

/** The profile of the connection under which a folder is served. */
function profileOf(folder: string) {
  return (['okta', 'entra-id', 'jumpcloud'] as const).find(id => folder.startsWith(id)) ?? 'generic';
}

/** An exchange as the log holds it, with a value for each placeholder. */
function logged({ folder, exchange }: (typeof exchanges)[number]): LoggedRequest {
  const { headers } = read<{ headers: Headers }>(`${folder}/profile.json`);
  const filled = JSON.stringify(exchange.request).replaceAll(
    /\{\{[^}]*?(\w+)(?:\|\w+)?\}\}/g,
    (_, name: string) => values[name] ?? UUID,
  );
  const request = JSON.parse(filled) as Exchange['request'];
  const sent = { ...headers, ...request.headers };
  return {
    method: request.method,
    path: request.path,
    status: [exchange.response].flat()[0]!.status,
    scimType: null,
    detail: null,
    userAgent: sent['User-Agent'] ?? null,
    adScimVersion: sent['ADSCIMVersion'] ?? null,
    body: request.body,
    found: 0,
  };
}

describe.each(profiles)('%s', folder => {
  const explained = exchanges
    .filter(exchange => exchange.folder === folder)
    .map(({ name, ...exchange }) => ({
      name,
      ...explainRequest(logged({ name, ...exchange }), { profile: profileOf(folder) }),
    }));

  it('has every exchange put into words', () => {
    const unknown = explained.filter(({ intent }) => intent.kind === 'unsupported').map(({ name }) => name);
    // These ask on purpose for what SCIM has not.
    expect(unknown).toEqual(folder === 'rfc7644' ? ['50-wrong-method', '51-unknown-endpoint', '52-me'] : []);
  });

  it('is sent by whom it says', () => {
    const others = explained.filter(({ dialect }) => dialect !== 'unknown' && dialect !== profileOf(folder));
    expect(others.map(({ name, dialect }) => [name, dialect])).toEqual([]);
  });
});

it('the words of each', () => {
  const words = exchanges.map(exchange => {
    const { intent, test } = explainRequest(logged(exchange), { profile: profileOf(exchange.folder) });
    return `${exchange.file}: ${intent.sentence}${test ? ` (${test.didNotProve})` : ''}`;
  });
  expect(words.toSorted()).toMatchSnapshot();
});
