import type { Fault } from './fault.ts';
import { accessFaults } from './faults/access.ts';
import { complexValueFaults } from './faults/complex-values.ts';
import { answerFaults } from './faults/answers.ts';
import { valueFaults } from './faults/values.ts';
import { filterFaults } from './faults/filters.ts';
import { groupFaults } from './faults/groups.ts';
import { rfcFaults } from './faults/letter-of-the-rfc.ts';
import { lifecycleFaults } from './faults/lifecycle.ts';
import { listFaults } from './faults/lists.ts';
import { memberFaults } from './faults/members.ts';
import { patchFaults } from './faults/patches.ts';
import { transportFaults } from './faults/transport.ts';
import { updateFaults } from './faults/updates.ts';
import { userFaults } from './faults/users.ts';

/** Every fault that can be planted. */
export const faults: readonly Fault[] = [
  ...memberFaults,
  ...groupFaults,
  ...userFaults,
  ...updateFaults,
  ...patchFaults,
  ...complexValueFaults,
  ...lifecycleFaults,
  ...listFaults,
  ...filterFaults,
  ...rfcFaults,
  ...answerFaults,
  ...valueFaults,
  ...accessFaults,
  ...transportFaults,
];
