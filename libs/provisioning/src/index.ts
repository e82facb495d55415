export { carryToAccount, type ProvisioningConnection } from './carry-to-account.js';
