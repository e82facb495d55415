import { describe, expect, it } from 'vitest';
import { NoHar, readHar } from './har.ts';

describe('readHar', () => {
  it.each(['', '{}', '[]', '{"log":{}}'])('refuses %j', text => {
    expect(() => readHar(text)).toThrow(NoHar);
  });
});
