import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  it.each([
    [[], 'either --har or --listen'],
    [['--har', 'a', '--listen', '1'], 'either --har or --listen'],
    [['--listen', '8080'], '--to'],
    [['--listen', 'x', '--to', 'http://127.0.0.1'], '--listen'],
    [['--listen', '80', '--to', 'ftp://127.0.0.1'], '--to'],
    [['--har', 'a', '--profile', '../x'], '--profile'],
    [['--nonsense'], 'nonsense'],
  ])('refuses %j', (argv, message) => {
    expect(() => readOptions(argv, 'out')).toThrow(message);
  });

  it('listens to this machine alone', () => {
    expect(readOptions(['--listen', '0', '--to', 'https://scim.example.com/v2'], 'out')).toMatchObject({
      kind: 'proxy',
      host: '127.0.0.1',
    });
  });
});
