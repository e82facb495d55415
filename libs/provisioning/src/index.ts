export { carryToAccount } from './carry-to-account.js';
