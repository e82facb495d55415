import { describe, expect, it } from 'vitest';
import { takeCase } from '../cases/take-case.ts';
import { Findings, toCommand } from './findings.ts';
import { isGrowth } from './memory-watch.ts';
import { minimise } from './minimise.ts';
import { noteLogLine } from './note-log-line.ts';
import { alignColumns, percentile } from './statistics.ts';

describe('Findings', () => {
  it('lists a problem of a kind once, numbers aside, and counts it', () => {
    const findings = new Findings();
    expect(findings.add('took 12345 ms')).toBe(true);
    expect(findings.add('took 54321 ms')).toBe(false);
    expect(findings.list()).toEqual([{ problem: 'took 12345 ms', count: 2 }]);
  });
});

describe('noteLogLine', () => {
  it.each([
    ['{"level":50,"msg":"The service failed.","err":{"message":"boom"}}', 1],
    ['{"level":30,"msg":"ready"}', 0],
    ['(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected.', 1],
    ['', 0],
  ])('%s: %i', (line, count) => {
    const findings = new Findings();
    noteLogLine(line, findings);
    expect(findings.list()).toHaveLength(count);
  });
});

describe('toCommand', () => {
  it('is a command for a shell, without the token', () => {
    const headers = { Authorization: 'Bearer ptn_scim_abc', 'If-Match': "it's" };
    expect(toCommand({ method: 'PUT', url: 'http://a/b', headers, body: '{"a":"\'"}' })).toBe(
      String.raw`printf %s '{"a":"'\''"}' | curl -sS -i --path-as-is -g -X PUT -H 'Authorization: Bearer $TOKEN' -H 'If-Match: it'\''s' --data-binary @- 'http://a/b'`,
    );
  });

  it('gives bytes in base64, and cuts what nobody reads', () => {
    const command = toCommand({ method: 'POST', url: 'http://a/', headers: {}, body: Uint8Array.of(0xff, 0) });
    expect(command).toContain("base64 -d <<< '/wA='");
    expect(toCommand({ method: 'GET', url: 'x'.repeat(9000), headers: {} })).toContain('(9000 characters)');
  });
});

describe('minimise', () => {
  it('begins with the request of the case and gives a smaller one that fails, too', async () => {
    const large = takeCase(5, 1);
    expect(large.kind.name).toBe('patch');
    const tried: string[] = [];
    const smallest = await minimise(large, request => {
      tried.push(String(request.body));
      return Promise.resolve(request.path.startsWith('/'));
    });
    expect(tried[0]).toBe(large.request.body);
    expect(String(smallest.body).length).toBeLessThan(String(large.request.body).length);
  });

  it('gives the request itself when it does not fail again', async () => {
    const large = takeCase(5, 1);
    expect(await minimise(large, () => Promise.resolve(false))).toBe(large.request);
  });
});

describe('isGrowth', () => {
  const mib = 1024 * 1024;

  it.each([
    [100, 180, false],
    [100, 181, true],
    [1000, 1350, false],
    [1000, 1351, true],
  ])('%i MiB, then %i MiB: %s', (before, after, expected) => {
    expect(isGrowth(before * mib, after * mib)).toBe(expected);
  });
});

describe('percentile', () => {
  it.each([
    [[3, 1, 2], 50, 2],
    [[3, 1, 2], 100, 3],
    [[5], 99, 5],
    [[], 50, 0],
  ])('of %j at %i is %i', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });
});

it('alignColumns sets numbers to the right', () => {
  expect(
    alignColumns([
      ['kind', 'n'],
      ['a', '100'],
    ]),
  ).toBe('kind    n\na     100');
});
