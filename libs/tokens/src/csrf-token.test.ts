import { describe, expect, it } from 'vitest';
import { csrfTokenOf, isCsrfTokenOf } from './csrf-token.js';

describe('the CSRF token of a session', () => {
  it('is always the same, and another for another session', () => {
    expect(csrfTokenOf('a')).toBe(csrfTokenOf('a'));
    expect(csrfTokenOf('a')).not.toBe(csrfTokenOf('b'));
    expect(csrfTokenOf('ptn_session_1a2b')).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    ['itself', csrfTokenOf('a'), true],
    ['that of another session', csrfTokenOf('b'), false],
    ['a part of it', csrfTokenOf('a').slice(1), false],
    ['as many multi-byte characters', 'é'.repeat(43), false],
    ['nothing', '', false],
  ])('is told from %s', (_, given, expected) => {
    expect(isCsrfTokenOf('a', given)).toBe(expected);
  });
});
