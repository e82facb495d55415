import { expect, it } from 'vitest';
import type { ExchangeResult, ProfileResult } from './report.ts';
import { type Painter, tellDetails, tellProfile } from './terminal.ts';

const plain: Painter = (_, text) => text;
const result: ExchangeResult = {
  name: '01-a',
  title: 'A',
  records: [],
  verdict: 'passed',
  problems: [],
  whenWrong: 'Nobody is there.',
  hint: 'Look.',
  sent: [],
};
const profile: ProfileResult = {
  profile: 'example',
  title: 'Example',
  identityProvider: 'Example',
  verdict: 'failed',
  exchanges: [
    result,
    { ...result, name: '02-b', verdict: 'not-supported', lacks: ['groups'] },
    { ...result, name: '03-c', verdict: 'skipped', problems: ['No token.'] },
  ],
  stories: [
    {
      name: '01-x',
      title: 'X',
      verdict: 'failed',
      problems: [],
      whenWrong: 'It ends badly.',
      steps: [
        result,
        {
          ...result,
          name: '02-b',
          verdict: 'failed',
          problems: ['body is 1; expected 2.'],
          sent: [
            {
              method: 'POST',
              url: 'http://x/Users',
              requestHeaders: {},
              requestBody: 'x'.repeat(700),
              error: 'gone',
              milliseconds: 1,
            },
          ],
        },
        { ...result, name: '03-c', verdict: 'skipped', problems: ['Not tried.'] },
      ],
    },
    {
      name: '02-y',
      title: 'Y',
      verdict: 'passed',
      problems: [],
      whenWrong: '',
      steps: [{ ...result, problems: ['Note: x.'] }],
    },
  ],
  milliseconds: 1234,
};

it('a profile is one line', () => {
  expect(tellProfile(profile, plain)).toBe(
    'FAILED         example  exchanges: 1 passed, 1 not supported, 1 skipped; stories: 1 passed, 1 FAILED; 1.2 s',
  );
});

it('what did not pass is told in full', () => {
  expect(tellDetails(profile, plain)).toEqual([
    '  not supported  02-b  A',
    '    The server does not have: groups. Without it: Nobody is there.',
    '  skipped  03-c  A',
    '    No token.',
    '',
    '  FAILED  story 01-x  X',
    '    What the administrator sees: It ends badly.',
    '  passed  step 1  01-a',
    '  FAILED  02-b  A',
    '    - body is 1; expected 2.',
    '    What the administrator sees: Nobody is there.',
    '    Hint: Look.',
    '      > POST http://x/Users',
    `      > ${'x'.repeat(600)}… (700 characters)`,
    '      < no answer: gone',
    '  skipped  step 3  03-c',
    '  story 02-y: Note: x.',
  ]);
});

it('what was skipped for one reason is told at once', () => {
  const skipped: ExchangeResult = { ...result, verdict: 'skipped', problems: ['Not tried: the server is gone.'] };
  const exchanges = [result, skipped, skipped, skipped, skipped];
  expect(tellDetails({ ...profile, exchanges, stories: [] }, plain)).toEqual([
    '  skipped  4 exchanges and stories: Not tried: the server is gone.',
  ]);
});

it('what a server says does not reach the terminal as it is', () => {
  const failed: ExchangeResult = { ...result, verdict: 'failed', problems: ['It says \u001B[2J\u009B31mred\nnext.'] };
  expect(tellDetails({ ...profile, exchanges: [failed], stories: [] }, plain)).toContain(
    '    - It says [2J31mred next.',
  );
});
