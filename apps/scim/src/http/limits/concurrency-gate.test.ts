import { expect, test } from 'vitest';
import { ConcurrencyGate } from './concurrency-gate.js';

/** What has happened so far, once every promise that can settle has. */
const settled = () => new Promise(resolve => setImmediate(resolve));

/** A gate, and who has passed it. */
function aGate(limits: { concurrent: number; waiting: number }) {
  const gate = new ConcurrencyGate(limits);
  const passed: string[] = [];
  const enter = (name: string, key = 'a') => {
    const place = gate.enter(key);
    if (place) void Promise.resolve(place.turn).then(() => passed.push(name));
    return place;
  };
  return { gate, passed, enter };
}

test('lets so many in at once, and the others in the order they came', async () => {
  const { enter, passed } = aGate({ concurrent: 2, waiting: 9 });
  const [first, second] = ['first', 'second', 'third', 'fourth'].map(name => enter(name)!);
  await settled();
  expect(passed).toEqual(['first', 'second']);
  second!.leave();
  await settled();
  expect(passed).toEqual(['first', 'second', 'third']);
  first!.leave();
  await settled();
  expect(passed).toEqual(['first', 'second', 'third', 'fourth']);
});

test('does not make a key wait for another', () => {
  const { gate } = aGate({ concurrent: 1, waiting: 0 });
  expect(gate.enter('a')).toBeDefined();
  expect(gate.enter('a')).toBeUndefined();
  expect(gate.enter('b')?.turn).toBeUndefined();
  expect(gate.enter('b')).toBeUndefined();
});

test('who leaves the queue makes room in it at once and is never called', async () => {
  const { enter, passed } = aGate({ concurrent: 1, waiting: 1 });
  const inside = enter('inside')!;
  const waiting = enter('waiting')!;
  expect(enter('refused')).toBeUndefined();
  waiting.leave();
  expect(enter('next')).toBeDefined();
  inside.leave();
  await settled();
  expect(passed).toEqual(['inside', 'next']);
});

test('remembers no key that nobody is inside with', async () => {
  const { gate, enter } = aGate({ concurrent: 1, waiting: 2 });
  const places = [enter('first')!, enter('second')!, enter('third')!];
  for (const place of places) {
    expect(gate.size).toBe(1);
    place.leave();
  }
  expect(gate.size).toBe(0);
  expect(gate.enter('a')?.turn).toBeUndefined();
});
