import { describe, expect, it } from 'vitest';
import { HELP, readOptions, UsageError } from './options.ts';

const server = ['--base-url', 'https://scim.example.com/v2', '--token', 't'];

describe('readOptions', () => {
  it('without any: everything, against an embedded Postern', () => {
    expect(readOptions([], {})).toMatchObject({ profiles: [], exchanges: [], stories: [], evidence: [], modes: [] });
    expect(readOptions([], {}).baseUrl).toBeUndefined();
  });

  it('takes all of them', () => {
    const options = readOptions(
      [
        ...server,
        '--profile',
        'a',
        '--profile',
        'b',
        '--story',
        '01-x.json',
        '--exchange',
        '02-y',
        '--evidence',
        'captured',
      ]
        .concat(['--double-slash', '--allow-existing', '--revoked-token', 'r', '--quiet'])
        .concat(['--json', 'j', '--junit', 'u', '--html', 'h']),
      {},
    );
    expect(options).toMatchObject({
      baseUrl: 'https://scim.example.com/v2',
      token: 't',
      revokedToken: 'r',
      profiles: ['a', 'b'],
      stories: ['01-x'],
      exchanges: ['02-y'],
      evidence: ['captured'],
      doubleSlash: true,
      allowExisting: true,
      quiet: true,
      jsonFile: 'j',
      junitFile: 'u',
      htmlFile: 'h',
    });
  });

  it('takes the token from the environment, and a base URL without its last slash', () => {
    const options = readOptions(['--base-url', 'http://127.0.0.1:8080/v2/'], { POSTERN_CONFORMANCE_TOKEN: 'e' });
    expect(options).toMatchObject({ baseUrl: 'http://127.0.0.1:8080/v2', token: 'e' });
  });

  it.each([
    ['an unknown option', ['--nonsense'], "Unknown option '--nonsense'"],
    ['something that is no option', ['entra-id'], 'entra-id'],
    ['a server without a token', ['--base-url', 'https://scim.example.com'], '--base-url needs --token'],
    ['a token without a server', ['--token', 't'], '--token needs --base-url'],
    ['a token with a line break', ['--base-url', 'https://scim.example.com', '--token', 't\n'], 'The token (--token,'],
    ['a revoked token of other letters', [...server, '--revoked-token', 'ключ'], 'The revoked token (--revoked-token)'],
    ['what is no URL', ['--base-url', 'scim', '--token', 't'], 'is not an http(s) URL'],
    ['another kind of URL', ['--base-url', 'ftp://scim.example.com', '--token', 't'], 'is not an http(s) URL'],
    ['a query', ['--base-url', 'https://scim.example.com?x', '--token', 't'], 'neither a query'],
    ['an unknown evidence', ['--evidence', 'rumour'], '--evidence: rumour is none of captured'],
    ['an unknown mode', ['--mode', 'all'], '--mode: all is none of deprovision_only'],
    ['an unknown IdP profile', ['--idp-profile', 'ping'], '--idp-profile: ping is none of okta'],
    ['a mode of another server', [...server, '--mode', 'users'], 'about an embedded Postern'],
  ])('refuses %s', (_, argv, message) => {
    const read = () => readOptions(argv, {});
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });

  it('has every option in its help', () => {
    for (const option of ['base-url', 'double-slash', 'profiles-folder', 'idp-profile', 'junit', 'revoked-token']) {
      expect(HELP).toContain(`--${option}`);
    }
  });
});
