import { describe, expect, it } from 'vitest';
import { domainOfEmail, parseDomain } from './parse-domain.js';

describe('a domain', () => {
  it.each([
    ['example.com', 'example.com'],
    ['EXAMPLE.Com', 'example.com'],
    ['example.com.', 'example.com'],
    ['Bücher.example', 'xn--bcher-kva.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
    ['ｅｘａｍｐｌｅ。com', 'example.com'],
    ['mail.example.co.uk', 'mail.example.co.uk'],
    ['example.co.uk', 'example.co.uk'],
    ['co.com', 'co.com'],
    ['1and1.example', '1and1.example'],
  ])('%s is %s', (text, name) => {
    expect(parseDomain(text)).toEqual({ name });
  });

  it.each(['com', 'com.', 'localhost', 'co.uk', 'com.au', 'CO.UK.', 'ac.jp', 'gv.at', 'テスト'])(
    '%s is nobody’s',
    text => {
      expect(parseDomain(text)).toEqual({ fault: 'public_suffix' });
    },
  );

  it.each([
    '',
    '.',
    '..',
    'example..com',
    '.example.com',
    'example.com..',
    '-example.com',
    'exa mple.com',
    'https://example.com',
    'example.com/path',
    'kim@example.com',
    'example.com:443',
    '*.example.com',
    '_dmarc.example.com',
    'exa%6dple.com',
    '127.0.0.1',
    '0x7f.1',
    '[::1]',
    `${'a'.repeat(64)}.com`,
    `${'abc.'.repeat(70)}com`,
    'exam\u0000ple.com',
    'example.com\n',
  ])('%j is none', text => {
    expect(parseDomain(text)).toEqual({ fault: 'not_a_domain' });
  });
});

it.each([
  ['kim@example.com', 'example.com'],
  ['Kim@EXAMPLE.com. ', 'example.com'],
  ['"kim@home"@example.com', 'example.com'],
  ['kim@bücher.example', 'xn--bcher-kva.example'],
  ['kim', undefined],
  ['@example.com', undefined],
  ['kim@', undefined],
  ['kim@com', undefined],
])('the domain of %s is %s', (address, domain) => {
  expect(domainOfEmail(address)).toBe(domain);
});
