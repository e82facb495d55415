import { describe, expect, it } from 'vitest';
import type { Row } from './measurement.ts';
import { type Results, toDocument } from './performance-document.ts';

function row(operation: string, size: number, perSecond: number, p50 = 1): Row {
  const measurement = {
    connections: 8,
    answers: 1000,
    failures: 0,
    perSecond,
    p50,
    p95: 2,
    p99: 3,
    serviceCores: 0.91,
    postgresCores: 0.42,
    clientCores: 0.2,
    otherCores: 0.01,
    serviceMib: 211.4,
    postgresMib: 96,
  };
  return { operation, size, run: 1, measurement };
}

const results: Results = {
  machine: {
    cpu: 'Example CPU',
    cores: 2,
    memoryGib: 7.81,
    system: 'Linux 6.1',
    node: 'v24.0.0',
    postgres: '18.1',
    postern: '0.1.0, commit abc',
    autocannon: '9.0.0',
  },
  options: {
    sizes: [100, 1000],
    members: [10, 45_000],
    concurrency: [8],
    seconds: 2,
    runs: 1,
    write: true,
    help: false,
  },
  date: new Date('2026-11-24T10:00:00Z'),
  bare: [row('bare select', 100, 8000), row('bare select', 1000, 8000), row('bare insert', 1000, 5000)],
  users: [row('GET /Users/{id}', 100, 4000), row('GET /Users/{id}', 1000, 3600), row('POST /Users', 1000, 2000)],
  groups: [row('PATCH add 1 member', 10, 700, 1.2), row('PATCH add 1 member', 45_000, 690, 1.5)],
  wholeGroups: [
    { members: 45_000, bytes: 8_000_000, firstByteMilliseconds: 21, lastByteMilliseconds: 300, growthMib: 12 },
    { members: 45_000, bytes: 8_000_000, firstByteMilliseconds: 19, lastByteMilliseconds: 310, growthMib: -3 },
  ],
};

describe('toDocument', () => {
  const lines = toDocument(results).split('\n');

  it.each([
    ['tells where and with what was measured', '| CPU | Example CPU, 2 cores |'],
    ['shows the bare server', '| bare select | 8,000 | 8,000 |  | 1.00 | 2.00 | 3.00 |  |'],
    [
      'compares reads with the bare select at each size, and the largest size with the smallest',
      '| GET /Users/{id} | 4,000 (0.50) | 3,600 (0.45) | 0.90 | 1.00 | 2.00 | 3.00 | ≥ 0.40 |',
    ],
    [
      'compares writes with the bare insert, and leaves out what was not measured',
      '| POST /Users |  | 2,000 (0.40) |  | 1.00 | 2.00 | 3.00 | ≥ 0.35 |',
    ],
    [
      'compares the p50 of the largest group with that of the smallest',
      '| PATCH add 1 member | 700 (1.20 ms) | 690 (1.50 ms) | 1.25 | ≥ 600/s, p50 within 1.3 x |',
    ],
    ['shows the slowest reading of a whole group', '| 45,000 | 8,000,000 | 21 | 310 | 12 |'],
    ['shows CPU and memory apart', '| GET /Users/{id} | 0.91 | 0.42 | 0.20 | 0.01 | 211 | 96 |'],
    [
      'tells how to repeat it',
      'npm run bench:scim -- --sizes 100,1000 --members 10,45000 --concurrency 8 --secs 2 --runs 1 --write',
    ],
  ])('%s', (_, line) => {
    expect(lines).toContain(line);
  });

  it('gives every table as many cells in each line as in its header', () => {
    const tables = toDocument(results)
      .split('\n\n')
      .filter(block => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(4);
    for (const table of tables) {
      expect(new Set(table.split('\n').map(line => line.split('|').length)).size).toBe(1);
    }
  });
});
