import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom; `npm` is any package, `node:` any of Node's modules. A folder's own files need no entry.
 * To allow something new, change this table and say why in the commit.
 */
const allowed: Record<string, readonly string[]> = {
  'libs/scim-protocol': [],
  'libs/attribute-mapping': [],
  'libs/idp-profiles': ['#libs/scim-protocol', '#libs/attribute-mapping'],
  'libs/tokens': ['node:crypto', 'jose'],
  'libs/saml-metadata': ['node:crypto', '@xmldom/xmldom'],
  'libs/saml-sp': ['npm', 'node:crypto', 'node:zlib', '#libs/saml-metadata'],
  'libs/domains': ['node:', '#libs/persistence'],
  'libs/oidc-rp': ['jose', 'openid-client', 'node:crypto', ...libs('safe-fetch', 'tokens')],
  'libs/idp-metadata': ['node:crypto', ...libs('connection-health', 'persistence', 'safe-fetch', 'saml-metadata')],
  'libs/connection-keys': ['@peculiar/x509', 'node:crypto', ...libs('persistence', 'tokens')],
  'libs/rehearsal': ['node:crypto'],
  'libs/safe-fetch': ['npm', 'node:'],
  'libs/connection-health': ['node:crypto', ...libs('attribute-mapping', 'idp-profiles', 'persistence', 'tokens')],
  'libs/connection-lifecycle': libs('attribute-mapping', 'connection-health', 'idp-profiles', 'persistence'),
  'libs/request-log': ['#libs/idp-profiles', '#libs/scim-protocol'],
  'libs/persistence': ['npm', 'node:', '#libs/scim-protocol', '#libs/tokens'],
  'libs/provisioning': ['npm', 'node:', '#libs/scim-protocol', '#libs/attribute-mapping', '#libs/persistence'],
  'libs/jobs': ['npm', '#libs/persistence'],
  'libs/account-events': ['jose', 'node:crypto', ...libs('jobs', 'persistence', 'tokens')],
  'libs/sign-in': [
    'node:crypto',
    ...libs('attribute-mapping', 'connection-health', 'connection-lifecycle', 'idp-profiles', 'oidc-rp'),
    ...libs('persistence', 'provisioning'),
    ...libs('saml-sp', 'tokens'),
  ],
  'libs/service-kit': ['npm', 'node:'],
  'apps/scim': [
    'npm',
    'node:',
    ...libs('scim-protocol', 'idp-profiles', 'tokens', 'persistence', 'provisioning', 'request-log', 'safe-fetch'),
    ...libs('service-kit'),
  ],
  'apps/sso': [
    'npm',
    'node:',
    ...libs('attribute-mapping', 'connection-health', 'connection-keys', 'connection-lifecycle', 'idp-profiles'),
    ...libs('saml-metadata', 'safe-fetch', 'tokens', 'account-events', 'jobs', 'oidc-rp', 'persistence'),
    ...libs('provisioning', 'saml-sp', 'service-kit', 'sign-in'),
    ...libs('domains'),
  ],
  'apps/enterprise-admin': [
    'npm',
    'node:',
    ...libs('attribute-mapping', 'connection-health', 'connection-lifecycle', 'idp-profiles', 'saml-metadata'),
    ...libs('safe-fetch', 'tokens'),
    ...libs(
      'account-events',
      'jobs',
      'oidc-rp',
      'persistence',
      'provisioning',
      'request-log',
      'saml-sp',
      'service-kit',
    ),
    ...libs('connection-keys', 'idp-metadata', 'rehearsal', 'sign-in'),
    ...libs('domains'),
  ],
  'apps/worker': [
    'npm',
    'node:',
    ...libs('account-events', 'attribute-mapping', 'connection-health', 'idp-profiles', 'jobs', 'persistence'),
    ...libs(
      'oidc-rp',
      'provisioning',
      'request-log',
      'safe-fetch',
      'saml-metadata',
      'saml-sp',
      'service-kit',
      'sign-in',
    ),
    ...libs('connection-keys', 'connection-lifecycle', 'idp-metadata', 'rehearsal', 'tokens'),
    ...libs('domains'),
  ],
  'apps/postern': [
    'npm',
    'node:',
    ...libs('jobs', 'service-kit', 'persistence', 'tokens'),
    'apps/worker/src/worker.module.js',
    'apps/scim/src/scim.module.js',
    'apps/sso/src/sso.module.js',
    'apps/enterprise-admin/src/enterprise-admin.module.js',
    'apps/enterprise-admin/src/assistant.module.js',
  ],
  // Types alone are in it.
  'apps/setup-assistant': ['npm', 'apps/enterprise-admin/client/admin-api.js'],
  conformance: ['npm', 'node:', '#libs/idp-profiles'],
  tools: ['npm', 'node:', '#libs/*'],
};

/** What tests may import besides: an app's tests every lib, a lib's tests its own door. */
const allowedInTests = (owner: string): readonly string[] => [
  'npm',
  'node:',
  'tools/testing',
  owner.startsWith('apps/') ? '#libs/*' : `#${owner}`,
];

function libs(...names: string[]): string[] {
  return names.map(name => `#libs/${name}`);
}

// A statement starts its line (the formatter sees to it), so comments and examples are not taken for imports.
const statement = /^\s*(?:import|export)\s+(?:type\s+)?(?:[\w*{}\s,$]+?\sfrom\s+)?['"]([^'"]+)['"]/gm;
const call = /\b(?:import|require)\s*\(\s*['"`]([^'"`]+)['"`]/g;

function importsOf(source: string): string[] {
  return [statement, call].flatMap(pattern => [...source.matchAll(pattern)].map(([, specifier = '']) => specifier));
}

/** What is wrong with one file's imports. */
function violations(file: string, source: string): string[] {
  const owner = ownerOf(file);
  if (!(owner in allowed)) return [`${file}: ${owner} is not in the table of tools/borders.test.ts`];
  return importsOf(source)
    .filter(specifier => !mayImport(file, targetOf(file, specifier)))
    .map(specifier => `${file} imports ${specifier}`);
}

function mayImport(file: string, target: string): boolean {
  const owner = ownerOf(file);
  if (target.startsWith(`${owner}/`)) return isInReach(file, target);
  return [...(allowed[owner] ?? []), ...(isTest(file) ? allowedInTests(owner) : [])].some(entry =>
    covers(entry, target),
  );
}

function covers(entry: string, target: string): boolean {
  if (entry === 'npm') return !/^(?:node:|#|apps\/|libs\/|tools\/|conformance\/|\.)/.test(target);
  if (entry === 'node:') return target.startsWith('node:');
  if (entry === '#libs/*') return /^#libs\/[\w-]+$/.test(target);
  return target === entry || (entry === 'tools/testing' && target.startsWith('tools/testing/'));
}

function isBarrel(file: string, source: string): boolean {
  const reExports = /^export\s+(?:type\s+)?(?:\*|\{[^}]*\})[\w\s]*\sfrom\s/m.test(source);
  return reExports && !/^libs\/[^/]+\/src\/index\.ts$/.test(file);
}

/** Folders in an app's src that are no slices: all of them may use what is there. */
const shared: Readonly<Record<string, readonly string[]>> = {
  'apps/setup-assistant': ['api', 'components', 'texts'],
};

/** Inside an app a slice (a folder in src) reaches its own files, what is shared, and the files that lie in src itself. */
function isInReach(file: string, target: string): boolean {
  const from = sliceOf(file);
  const to = sliceOf(target);
  if (from === undefined || to === undefined || to === from) return true;
  return (shared[ownerOf(file)] ?? ['http']).includes(to);
}

function sliceOf(file: string): string | undefined {
  return /^apps\/[^/]+\/src\/([^/]+)\//.exec(file)?.[1];
}

function ownerOf(path: string): string {
  return /^(?:(?:apps|libs)\/[^/]+|[^/]+)/.exec(path)?.[0] ?? path;
}

function isTest(file: string): boolean {
  return /\.test\.tsx?$|^apps\/[^/]+\/test\//.test(file);
}

/** A relative path becomes a path from the root, a bare `fs` becomes `node:fs`. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  return isBuiltin(specifier) && !specifier.startsWith('node:') ? `node:${specifier}` : specifier;
}

const root = join(import.meta.dirname, '..');
const files = globSync('{apps,libs,conformance,tools}/**/*.{ts,tsx}', { cwd: root, exclude: ['**/node_modules/**'] })
  .map(file => file.replaceAll('\\', '/'))
  .filter(file => file !== 'tools/borders.test.ts');
const sources = files.map(file => [file, readFileSync(join(root, file), 'utf8')] as const);

describe('borders', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it('are kept by every file', () => {
    expect(sources.flatMap(([file, source]) => violations(file, source))).toEqual([]);
  });

  it('have one door per lib: nothing else re-exports', () => {
    expect(sources.filter(([file, source]) => isBarrel(file, source)).map(([file]) => file)).toEqual([]);
    expect(isBarrel('libs/tokens/src/index.ts', "export * from './token.js';")).toBe(false);
    expect(isBarrel('libs/tokens/src/all.ts', "export * from './token.js';")).toBe(true);
    expect(isBarrel('apps/scim/src/index.ts', "export {\n  type A,\n} from './a.js';")).toBe(true);
  });

  it.each([
    ['a pure lib and npm', 'libs/scim-protocol/src/filter/filter.ts', "import { z } from 'zod';"],
    ['a pure lib and node:', 'libs/attribute-mapping/src/map.ts', "import { randomUUID } from 'node:crypto';"],
    ['a pure lib and Node without node:', 'libs/scim-protocol/src/path.ts', "import path from 'path';"],
    [
      'another node: module than the one allowed',
      'libs/tokens/src/token.ts',
      "import { readFile } from 'node:fs/promises';",
    ],
    ['a lib upwards', 'libs/persistence/src/database.ts', "import { apply } from '#libs/provisioning';"],
    ['a lib into an app', 'libs/service-kit/src/listen.ts', "import { x } from '../../../apps/scim/src/x.js';"],
    ['a lib by a relative path', 'libs/provisioning/src/a.ts', "import { x } from '../../persistence/src/index.js';"],
    ['a lib past its door', 'apps/scim/src/users/a.ts', "import { x } from '#libs/tokens/src/token.js';"],
    ['a lib through its own door', 'libs/tokens/src/a.ts', "import { Secret } from '#libs/tokens';"],
    [
      'an app and a lib that is not its',
      'apps/sso/src/saml/a.ts',
      "import { parseFilter } from '#libs/scim-protocol';",
    ],
    ['an app into another', 'apps/scim/src/users/a.ts', "import { x } from '../../../sso/src/saml/x.js';"],
    [
      'postern past an app’s module',
      'apps/postern/src/main.ts',
      "import { x } from '../../scim/src/users/users.service.js';",
    ],
    ['a slice into another', 'apps/scim/src/users/a.ts', "import { x } from '../groups/x.js';"],
    ['a page into another', 'apps/setup-assistant/src/overview/a.tsx', "import { x } from '../entry/x.js';"],
    ['http/ into a slice', 'apps/scim/src/http/a.ts', "import { x } from '../users/x.js';"],
    [
      'the web UI and the admin API',
      'apps/setup-assistant/src/a.tsx',
      "import { x } from '../../enterprise-admin/src/x.js';",
    ],
    ['conformance into an app', 'conformance/runner/run.ts', "import { x } from '../../apps/scim/src/scim.module.js';"],
    ['test tools outside of tests', 'apps/scim/src/users/a.ts', "import { x } from '../../../../tools/testing/x.js';"],
    ['other tools in tests', 'apps/scim/test/a.e2e.test.ts', "import { x } from '../../../tools/bench.js';"],
    [
      'another app’s files in tests',
      'apps/scim/test/a.e2e.test.ts',
      "import { x } from '../../sso/src/sso.module.js';",
    ],
    ['a folder that is not in the table', 'libs/utils/src/a.ts', ''],
    ['a type', 'apps/scim/src/users/a.ts', "import type { X } from '../groups/x.js';"],
    ['an inline type over lines', 'apps/scim/src/users/a.ts', "import {\n  type X,\n  y,\n} from '../groups/x.js';"],
    ['a namespace', 'apps/scim/src/users/a.ts', "import * as groups from '../groups/x.js';"],
    ['a side effect', 'libs/scim-protocol/src/a.ts', "import 'reflect-metadata';"],
    ['a re-export', 'libs/idp-profiles/src/index.ts', "export * from '#libs/tokens';"],
    ['a named re-export', 'libs/idp-profiles/src/index.ts', "export { type X } from '#libs/tokens';"],
    ['import()', 'libs/scim-protocol/src/a.ts', "const x = await import('pg');"],
    ['a type in import()', 'libs/scim-protocol/src/a.ts', "type X = import('pg').Pool;"],
    ['require()', 'libs/scim-protocol/src/a.ts', "import fs = require('node:fs');"],
  ])('stop %s', (_, file, source) => {
    expect(violations(file, source)).toHaveLength(1);
  });

  it.each([
    ['npm', 'apps/scim/src/users/a.ts', "import { Controller } from '@nestjs/common';"],
    ['a lib in the table', 'apps/scim/src/users/a.ts', "import { parseFilter } from '#libs/scim-protocol';"],
    ['its own files', 'libs/scim-protocol/src/path/a.ts', "import { x } from '../filter/x.js';"],
    [
      'the admin API’s types in the web UI',
      'apps/setup-assistant/src/api/a.ts',
      "import type { paths } from '../../../enterprise-admin/client/admin-api.js';",
    ],
    [
      'components and texts',
      'apps/setup-assistant/src/overview/a.tsx',
      "import '../components/x.js';\nimport '../texts/x.js';",
    ],
    ['http/ and files in src', 'apps/scim/src/users/a.ts', "import '../http/x.js';\nimport '../scim-limits.js';"],
    [
      'an app’s module in postern',
      'apps/postern/src/main.ts',
      "import { ScimModule } from '../../scim/src/scim.module.js';",
    ],
    [
      'vitest in a pure lib’s test',
      'libs/tokens/src/a.test.ts',
      "import { it } from 'vitest';\nimport '#libs/tokens';",
    ],
    [
      'test tools and any lib in tests',
      'apps/sso/test/a.ts',
      "import '../../../tools/testing/x.js';\nimport '#libs/scim-protocol';",
    ],
    ['an example in a comment', 'libs/scim-protocol/src/a.ts', "/**\n * import { x } from 'pg';\n */\n// import 'pg';"],
  ])('let pass %s', (_, file, source) => {
    expect(violations(file, source)).toEqual([]);
  });
});

describe('suppressions', () => {
  const unexplained = (source: string): string[] =>
    source
      .split('\n')
      .filter(line => /\b(?:oxlint|eslint)-disable/.test(line) && !/oxlint-disable\S* [^*]+ -- \S+ \S+/.test(line));

  it('name their rule and give a reason', () => {
    expect(sources.flatMap(([file, source]) => unexplained(source).map(line => `${file}: ${line.trim()}`))).toEqual([]);
  });

  it.each([
    ['// oxlint-disable-next-line no-console', 1],
    ['// oxlint-disable-next-line', 1],
    ['// eslint-disable-next-line no-console -- the reader of a log sees it', 1],
    ['// oxlint-disable-next-line no-console -- the command prints its answer', 0],
    ['/* oxlint-disable no-console -- the command prints its answer */', 0],
  ])('%s: %i wrong', (line, wrong) => {
    expect(unexplained(line)).toHaveLength(wrong);
  });
});
