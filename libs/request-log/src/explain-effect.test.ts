import { expect, it } from 'vitest';
import { explainEffect } from './explain-effect.js';
import type { LoggedEffect } from './logged-request.js';

const change = (given: Partial<LoggedEffect>): LoggedEffect => ({ kind: 'change', updates: 'nothing', ...given });

it.each<[LoggedEffect, RegExp, RegExp]>([
  [
    { kind: 'none', because: 'connection is not enabled' },
    /no account changed/,
    /only while the connection is enabled/,
  ],
  [{ kind: 'none', because: 'connection is paused' }, /paused/, /staged/],
  [{ kind: 'none', because: 'nobody to act on' }, /none that this may act on/, /modes/],
  [{ kind: 'none', because: 'nothing that an account shows' }, /does not show/, /shows login/],
  [{ kind: 'none', because: 'login belongs to another directory user' }, /another person/, /one directory user/],
  [{ kind: 'none', because: 'nothing changed' }, /had it so already/, /version/],
  [{ kind: 'none', because: 'of another version' }, /^No account changed\.$/, /of another version/],
  [{ kind: 'create' }, /^An account was made\.$/, /active person/],
  [{ kind: 'create', freesLoginOf: '1' }, /gave up the login/, /active person/],
  [{ kind: 'release', freesLoginOf: '1' }, /no longer belongs/, /another person/],
  [change({ state: 'suspended' }), /suspended; its sessions/, /In every mode/],
  [change({ state: 'active' }), /got its access back/, /only what the directory took/],
  [change({ updates: 'profile' }), /brought up to date/, /follow the directory/],
  [change({ updates: 'login' }), /got its login back/, /whatever the mode/],
  [change({ links: true }), /left as it is\. It was linked/, /deprovision_only/],
  [change({}), /left as it is\.$/, /deprovision_only/],
])('%j', (effect, sentence, rule) => {
  expect(explainEffect(effect)).toEqual({
    sentence: expect.stringMatching(sentence),
    rule: expect.stringMatching(rule),
  });
});

it('a request that concerned no account has none', () => {
  expect(explainEffect(undefined)).toBeUndefined();
});
