import { describe, expect, it } from 'vitest';
import { median, medianOf, type Measurement, percentile, type Row } from './measurement.ts';

const measurement: Measurement = {
  connections: 8,
  answers: 100,
  failures: 0,
  perSecond: 50,
  p50: 1,
  p95: 2,
  p99: 3,
  serviceCores: 1,
  postgresCores: 0.5,
  clientCores: 0.2,
  otherCores: 0,
  serviceMib: 200,
  postgresMib: 100,
};

function row(run: number, differing: Partial<Measurement> = {}): Row {
  return { operation: 'get', size: 10, run, measurement: { ...measurement, ...differing } };
}

describe('median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('percentile', () => {
  it.each([
    [50, 2],
    [95, 4],
    [100, 4],
    [1, 1],
  ])('%i of 1, 2, 3, 4 is %i', (share, expected) => {
    expect(percentile([1, 2, 3, 4], share)).toBe(expected);
  });
});

describe('medianOf', () => {
  const rows = [row(1, { perSecond: 40, failures: 1 }), row(2, { perSecond: 90 }), row(3, { perSecond: 50, p50: 9 })];

  it('takes the median of every figure, and the sum of what failed', () => {
    expect(medianOf(rows, 'get', 10, 8)).toEqual({ ...measurement, perSecond: 50, p50: 1, failures: 1 });
  });

  it.each([
    ['put', 10, 8],
    ['get', 11, 8],
    ['get', 10, 1],
  ])('is undefined for %s at %i with %i connections, which was not measured', (operation, size, connections) => {
    expect(medianOf(rows, operation, size, connections)).toBeUndefined();
  });
});
