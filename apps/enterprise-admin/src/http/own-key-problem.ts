import { AdminProblem } from './admin-problem.js';

const details = {
  own_key_waits: 'The next key of this use is there already. Activate or delete it first.',
  own_key_in_use: 'The key is used. Make the next one and activate it: then this one is retired.',
  own_key_retired: 'The key is retired and is not used again. Make the next one.',
} as const;

/** Why a key of this service cannot be made, activated or deleted. */
export class OwnKeyProblem extends AdminProblem {
  static refused(code: keyof typeof details): OwnKeyProblem {
    return new OwnKeyProblem(code, details[code]);
  }
}
