import { defineConfig } from 'vitest/config';

// The libraries are opened through their TypeScript sources (package.json "imports", condition "source").
const conditions = ['source', 'module', 'node', 'development|production'];

// Long, and far from what is changed every day: what the planner does, what filters select, what waiting and many requests cost,
// what is sent again after a while, what a random request is answered.
const longTests = [
  'apps/enterprise-admin/test/openapi-properties.e2e.test.ts',
  'apps/worker/test/{webhook-lanes,work-for-connections}.e2e.test.ts',
  'libs/persistence/src/open-secret-box.test.ts',
  'libs/persistence/src/audit/verify-audit-chain.test.ts',
  'libs/persistence/src/migrations/teach-planner.test.ts',
  'libs/persistence/src/migrations/planner-statistics.test.ts',
  'libs/persistence/src/resource-filter/**/*.test.ts',
  'apps/*/test/limits.e2e.test.ts',
  'apps/sso/test/saml-attacks.e2e.test.ts',
];

// They start and kill whole services and PostgreSQL servers, and mostly wait.
const processTests = [
  'apps/postern/test/**/*.e2e.test.ts',
  'libs/persistence/src/embedded/**/*.test.ts',
  'conformance/runner/main.test.ts',
];

export default defineConfig({
  ssr: { resolve: { conditions } },
  // The environment in which vitest runs globalSetup.
  environments: { __vitest__: { resolve: { conditions } } },
  test: {
    pool: 'forks',
    isolate: false,
    // The process tests mostly wait for processes, so a worker more than vitest's choice for two cores pays.
    maxWorkers: 3,
    coverage: {
      provider: 'v8',
      include: [
        'libs/scim-protocol/src/**',
        'libs/attribute-mapping/src/**',
        'libs/tokens/src/**',
        'libs/provisioning/src/**',
      ],
      thresholds: {
        'libs/scim-protocol/src/**': { branches: 100 },
        'libs/attribute-mapping/src/**': { branches: 100 },
      },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['libs/**/*.test.ts', 'tools/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'conformance/**/*.test.ts'],
          exclude: ['libs/persistence/**', ...processTests],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['apps/*/test/**/*.e2e.test.ts', 'libs/persistence/**/*.test.ts'],
          exclude: [...processTests, ...longTests],
          globalSetup: ['tools/testing/postgres.global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'walk',
          include: ['apps/setup-assistant/test/**/*.walk.test.ts'],
          globalSetup: ['tools/testing/postgres.global-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: [...processTests, ...longTests],
          globalSetup: ['tools/testing/postgres.global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
