import { expect, it } from 'vitest';
import { UsageError } from '../runner/options.ts';
import { anExchange, aProfile } from '../runner/test/profiles.ts';
import { exchange, type Fault } from './fault.ts';
import { faults } from './faults.ts';
import { readOptions } from './options.ts';
import { jobsFor } from './selection.ts';

const names = Array.from({ length: 60 }, (_, index) => `${String(index + 10)}-read`);
const profile = aProfile(Object.fromEntries(names.map(name => [name, anExchange()])));

function aFault(...caughtBy: Fault['caughtBy']): Fault {
  return { name: 'fault', bug: '', source: '', caughtBy, plant: () => async (request, send) => send(request) };
}

it('has a name of its own for every fault, and somebody who catches it', () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  expect(faults.filter(({ caughtBy, source }) => caughtBy.length === 0 || source === '')).toEqual([]);
});

it('runs what must catch a fault, and witnesses', () => {
  const [job] = jobsFor([aFault(exchange('example', '14-read', /./))], [profile], false);

  const run = job?.selected.exchanges.map(([name]) => name) ?? [];
  expect(run).toContain('14-read');
  expect(run.length).toBeGreaterThan(10);
  expect(run.length).toBeLessThan(names.length);
});

it('refuses a fault that nothing would be run for', () => {
  expect(() => jobsFor([aFault()], [profile], false)).toThrow(UsageError);
  expect(() => jobsFor([aFault(exchange('gone', '14-read', /./))], [profile], false)).toThrow('no profile "gone"');
});

it('reads which faults are to be planted', () => {
  expect(readOptions(['--fault', 'filter-ignored'], faults).faults.map(({ name }) => name)).toEqual(['filter-ignored']);
  expect(readOptions([], faults).faults).toHaveLength(faults.length);
  expect(() => readOptions(['--fault', 'gone'], faults)).toThrow('There is no fault "gone"');
});
