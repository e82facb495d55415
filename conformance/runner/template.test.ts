import { describe, expect, it } from 'vitest';
import type { Json } from './profile/exchange.ts';
import { fill, fillText, templatesIn, UnknownTemplate } from './template.ts';

const known: Readonly<Record<string, Json>> = {
  'alice.userName': "Alice+o'Hara@example.com",
  'alice.resource': { id: '1', active: true, name: { givenName: 'Alice' } },
  'page.startIndex': 101,
};
const lookup = (expression: string): Json | undefined => known[expression];

describe('fillText', () => {
  it.each([
    ['{{alice.userName}}', "Alice+o'Hara@example.com"],
    ['"{{alice.userName|form}}"', '"Alice%2Bo%27Hara%40example.com"'],
    ['{{alice.userName|percent}}', "Alice%2Bo'Hara%40example.com"],
    ['{{alice.userName|upper}}', "ALICE+O'HARA@EXAMPLE.COM"],
    ['{{alice.userName|lower}}', "alice+o'hara@example.com"],
    ['{{alice.userName|upper|form}}', 'ALICE%2BO%27HARA%40EXAMPLE.COM'],
    ['{{alice.userName|form|lower}}', 'alice%2bo%27hara%40example.com'],
    ['startIndex={{page.startIndex}}&count=1', 'startIndex=101&count=1'],
    ['no template: {alice} }} {{', 'no template: {alice} }} {{'],
  ])('%s is %s', (text, filled) => {
    expect(fillText(text, lookup)).toBe(filled);
  });

  it('a space is a plus sign in a form, and %20 otherwise', () => {
    expect(fillText('{{a.b|form}} {{a.b|percent}}', () => 'x y')).toBe('x+y x%20y');
  });

  it.each(['{{bob.id}}', '{{alice.userName|shout}}', '{{alice.userName|upper|shout}}', 'as text: {{alice.resource}}'])(
    '%s cannot be filled in',
    text => {
      expect(() => fillText(text, lookup)).toThrow(UnknownTemplate);
    },
  );
});

describe('fill', () => {
  it('goes into keys, objects and arrays, and leaves the rest alone', () => {
    expect(fill({ '{{alice.userName|upper}}': [null, 1, true, '{{page.startIndex}}'] }, lookup)).toEqual({
      "ALICE+O'HARA@EXAMPLE.COM": [null, 1, true, 101],
    });
  });

  it('a template alone in its string is the thing itself', () => {
    expect(fill('{{alice.resource}}', lookup)).toEqual(known['alice.resource']);
  });

  it('in a pattern, what is put in stands for itself', () => {
    const filled = fill({ $regex: '^{{alice.userName}}$', other: '{{alice.userName}}' }, () => 'a.b(c|');
    expect(filled).toEqual({ $regex: '^a\\.b\\(c\\|$', other: 'a.b(c|' });
  });

  it('lays values over a resource, in the order of its keys', () => {
    const filled = fill(
      { $overlay: '{{alice.resource}}', with: { active: false, title: '{{page.startIndex}}' } },
      lookup,
    );
    expect(JSON.stringify(filled)).toBe('{"id":"1","active":false,"name":{"givenName":"Alice"},"title":101}');
  });

  it('lays nothing over what is no object', () => {
    expect(() => fill({ $overlay: 'x', with: {} }, lookup)).toThrow('$overlay');
  });
});

it('templatesIn finds each, wherever it stands', () => {
  expect(templatesIn({ a: ['{{x.id}} {{y.id|upper|form}}'] })).toEqual([
    { expression: 'x.id', filters: [] },
    { expression: 'y.id', filters: ['upper', 'form'] },
  ]);
});
