import { expect, it } from 'vitest';
import { RequestBuffer } from './request-buffer.js';

const item = (name: number, bytes = 1) => ({ name, bytes });

it('gives back what it was given, oldest first, in any number of takes', () => {
  const buffer = new RequestBuffer({ count: 10, bytes: 100 });
  for (const name of [1, 2, 3]) buffer.add(item(name));
  expect(buffer.take(2)).toEqual([item(1), item(2)]);
  buffer.add(item(4));
  expect(buffer.take(9)).toEqual([item(3), item(4)]);
  expect([buffer.size, buffer.take(1), buffer.takeLost()]).toEqual([0, [], 0]);
});

it('holds so many at most, and loses the oldest', () => {
  const buffer = new RequestBuffer({ count: 2, bytes: 100 });
  for (const name of [1, 2, 3, 4]) buffer.add(item(name));
  expect(buffer.take(9)).toEqual([item(3), item(4)]);
  expect([buffer.takeLost(), buffer.takeLost()]).toEqual([2, 0]);
});

it('holds so many bytes at most', () => {
  const buffer = new RequestBuffer({ count: 100, bytes: 10 });
  for (const name of [1, 2, 3]) buffer.add(item(name, 4));
  expect(buffer.size).toBe(2);
  buffer.add(item(4, 11));
  expect(buffer.size).toBe(0);
  expect(buffer.takeLost()).toBe(4);
});
