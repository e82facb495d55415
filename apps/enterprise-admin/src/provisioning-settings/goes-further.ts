import { type ProvisioningMode, provisioningModes } from '#libs/persistence';

/** Whether directory changes have more effects in one mode than in another. */
export function goesFurther(mode: ProvisioningMode, than: ProvisioningMode): boolean {
  return provisioningModes.indexOf(mode) > provisioningModes.indexOf(than);
}
