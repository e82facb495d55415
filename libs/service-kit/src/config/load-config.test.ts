import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { loadConfig, publicUrlOf } from './load-config.js';

const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://sso.example.com',
  DATABASE_URL: 'postgresql://u:p@db:5432/x',
  SECRETS_KEY: `${'A'.repeat(43)}=`,
};

describe('loadConfig', () => {
  it('gives a complete demo configuration for an empty environment', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ NODE_ENV: 'development', HOST: '127.0.0.1', PORT: 3000, POSTERN_DATA_DIR: '.data' });
    expect(config.DATABASE_URL).toBeUndefined();
    expect(publicUrlOf(config)).toBe('http://127.0.0.1:3000');
  });

  it('reads numbers, and takes an empty variable for an absent one', () => {
    expect(loadConfig({ PORT: '8080', LOG_LEVEL: '' })).toMatchObject({ PORT: 8080, LOG_LEVEL: 'info' });
  });

  it('hands out URLs under PUBLIC_URL without its trailing slash', () => {
    expect(publicUrlOf(loadConfig({ PUBLIC_URL: 'https://sso.example.com/' }))).toBe('https://sso.example.com');
  });

  it.each([
    [{ PORT: 'eighty' }, 'PORT', 'must be an integer'],
    [{ PORT: '70000' }, 'PORT', '70000'],
    [{ PUBLIC_URL: 'sso.example.com' }, 'PUBLIC_URL', 'sso.example.com'],
    [{ PUBLIC_URL: 'https://sso.example.com?x=1' }, 'PUBLIC_URL', 'x=1'],
    [{ PUBLIC_URL: 'https://ava:secret@sso.example.com' }, 'PUBLIC_URL', '//***@sso'],
    [{ NODE_ENV: 'prod' }, 'NODE_ENV', 'prod'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL', 'loud'],
    [{ SCIM_MAX_RESULTS: '0' }, 'SCIM_MAX_RESULTS', '0'],
    [{ SCIM_REQUEST_TIMEOUT_SECONDS: '120' }, 'SCIM_REQUEST_TIMEOUT_SECONDS', '120'],
    [{ RETIRED_SECRETS_KEYS: 'old' }, 'RETIRED_SECRETS_KEYS', '16 hexadecimal digits'],
    [{ SCIM_CONCURRENT_REQUESTS: 'many' }, 'SCIM_CONCURRENT_REQUESTS', 'not a number'],
    [{ TRUSTED_PROXIES: 'loopback,proxy.example.com' }, 'TRUSTED_PROXIES', 'proxy.example.com'],
    [{ TRUSTED_PROXIES: '10.0.0.0/33' }, 'TRUSTED_PROXIES', '10.0.0.0/33'],
    [{ TRUSTED_PROXIES: '10.0.0.0/8,' }, 'TRUSTED_PROXIES', '10.0.0.0/8,'],
    [{ ALLOWED_PRIVATE_NETWORKS: '10.0.0.1' }, 'ALLOWED_PRIVATE_NETWORKS', '10.0.0.1'],
    [{ ALLOWED_PRIVATE_NETWORKS: 'uniquelocal' }, 'ALLOWED_PRIVATE_NETWORKS', 'uniquelocal'],
    [{ ALLOWED_PRIVATE_NETWORKS: '10.0.0.0/33' }, 'ALLOWED_PRIVATE_NETWORKS', '10.0.0.0/33'],
  ])('refuses %j with the variable, what is wrong and an example', (environment, name, shown) => {
    const problem = problemsOf(environment);
    expect(problem).toContain(`${name}: `);
    expect(problem).toContain(shown);
    expect(problem).toMatch(new RegExp(`for example: ${name}=\\S+`));
  });

  it.each(['loopback', '10.0.0.0/8', '192.0.2.1, 2001:db8::/32, uniquelocal'])('accepts the proxies %s', proxies => {
    expect(loadConfig({ TRUSTED_PROXIES: proxies }).TRUSTED_PROXIES).toBe(proxies);
  });

  it('accepts private networks of both families', () => {
    const networks = '10.20.0.0/16, fd00::/8';
    expect(loadConfig({ ALLOWED_PRIVATE_NETWORKS: networks }).ALLOWED_PRIVATE_NETWORKS).toBe(networks);
  });

  it('never repeats a database URL, which may hold a password', () => {
    const problem = problemsOf({ DATABASE_URL: 'mysql://root:hunter2@db/x' });
    expect(problem).toContain('DATABASE_URL');
    expect(problem).not.toContain('hunter2');
  });

  it.each([['hunter2'], [`${'A'.repeat(43)},${'B'.repeat(42)}`], [`${'A'.repeat(43)},`], [`${'A'.repeat(43)}!`]])(
    'refuses the key %s, shows how to make one, and does not repeat it',
    key => {
      const problem = problemsOf({ SECRETS_KEY: key });
      expect(problem).toContain('SECRETS_KEY=$(openssl rand -base64 32)');
      expect(problem).not.toContain(key);
    },
  );

  it('names every wrong variable at once', () => {
    expect(problemsOf({ PORT: '-1', LOG_LEVEL: 'loud' })).toMatch(/PORT[^]*LOG_LEVEL/);
  });

  it.each(['DATABASE_URL', 'PUBLIC_URL', 'SECRETS_KEY'] as const)('refuses production without %s', name => {
    expect(problemsOf({ ...production, [name]: undefined })).toContain(`${name}: is required when NODE_ENV=production`);
  });

  it('accepts production with a database and a public URL', () => {
    expect(loadConfig(production).NODE_ENV).toBe('production');
  });
});

function problemsOf(environment: Record<string, string | undefined>): string {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no problem';
}
