import { expect, test } from 'vitest';
import { goesFurther } from './goes-further.js';

test.each([
  ['users', 'deprovision_only', true],
  ['users_and_groups', 'deprovision_only', true],
  ['users_and_groups', 'users', true],
  ['users', 'users', false],
  ['users', 'users_and_groups', false],
  ['deprovision_only', 'users', false],
] as const)('%s further than %s: %s', (mode, than, expected) => {
  expect(goesFurther(mode, than)).toBe(expected);
});
