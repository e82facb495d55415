import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { strictRfc } from '#libs/scim-protocol';

/** One row of the duties in docs/scim.md. */
interface Duty {
  readonly number: number;
  readonly status: string;
  /** Written `path: title`; the title may be preceded by those of the describe blocks around it, with ` > ` between. */
  readonly tests: readonly string[];
}

const document = readFileSync('docs/scim.md', 'utf8');
const duties = [...document.matchAll(/^\| (\d+) \| [^|]+ \| [MSO](?:, [MSO])* \| ([^|]+) \| ([^|]*)\|$/gm)].map(
  ([, number, status = '', tests = '']): Duty => ({
    number: Number(number),
    status: status.trim(),
    tests: Array.from(tests.matchAll(/`([^`]+)`/g), ([, test = '']) => test),
  }),
);

const known = new Map<string, readonly string[]>();

/** The titles of the tests in a file as they are written there, those of the describe blocks around them before. */
function titlesIn(path: string): readonly string[] {
  const found = known.get(path) ?? collectTitles(path);
  known.set(path, found);
  return found;
}

function collectTitles(path: string): readonly string[] {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  const titles: string[] = [];
  const visit = (node: ts.Node, around: readonly string[]): void => {
    const block = ts.isCallExpression(node) ? readBlock(node) : undefined;
    if (!block) return ts.forEachChild(node, child => visit(child, around));
    const inside = [...around, block.title];
    if (block.kind !== 'describe') titles.push(inside.join(' > '));
    ts.forEachChild(node, child => visit(child, inside));
  };
  visit(source, []);
  return titles;
}

/** What `it('…', …)`, `test.each(…)('…', …)`, `describe(…)` and the like say. */
function readBlock({ expression, arguments: [title] }: ts.CallExpression) {
  const kind = nameOf(expression);
  if (!title || !ts.isStringLiteralLike(title) || !['it', 'test', 'describe'].includes(kind)) return undefined;
  return { kind, title: title.text };
}

function nameOf(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isCallExpression(expression) || ts.isPropertyAccessExpression(expression)
    ? nameOf(expression.expression)
    : '';
}

describe('docs/scim.md', () => {
  it('has each of the 161 duties exactly once, in order', () => {
    expect(duties.map(({ number }) => number)).toEqual(Array.from({ length: 161 }, (_, index) => index + 1));
  });

  it.each(duties)('says of duty $number what becomes of it, and which tests show it', ({ status, tests }) => {
    expect(status).toMatch(/^(?:supported(?:; .+)?|(?:decided otherwise|not applicable): .+)$/);
    if (!status.startsWith('not applicable')) expect(tests).not.toEqual([]);
    for (const test of tests) {
      const [, path = '', title = ''] = /^(\S+?\.test\.ts): (.+)$/.exec(test) ?? [];
      const written = titlesIn(path).filter(each => each === title || each.endsWith(` > ${title}`));
      expect(written, `${test} is the title of one test`).toHaveLength(1);
      expect(title.replaceAll(/%\.?\d*\w|\$\w+/g, ''), `${test} says something`).toMatch(/\w{3}/);
    }
  });

  it.each(Object.keys(strictRfc))('names the tolerance %s', tolerance => {
    expect(document).toContain(`| \`${tolerance}\` |`);
  });
});
