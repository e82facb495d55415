export { carryToAccount, type DirectoryChange, type LookedUp } from './carry-to-account.js';
