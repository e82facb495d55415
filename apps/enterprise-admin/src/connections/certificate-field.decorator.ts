import { ValidateBy } from 'class-validator';
import { hasStrongKey, readCertificate } from '#libs/connection-health';

const MAX_PEM_LENGTH = 20_000;

/** A certificate in PEM form, or a list of them. */
export function IsCertificate({ each }: { readonly each: boolean }): PropertyDecorator {
  return ValidateBy(
    {
      name: 'certificate',
      validator: {
        validate: isCertificate,
        defaultMessage: () =>
          `${each ? 'each of ' : ''}$property must be one X.509 certificate in PEM form, with an RSA key of at least 2048 bits or the key of an elliptic curve`,
      },
    },
    { each },
  );
}

/** Of several in one text the first alone would count. */
function isCertificate(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MAX_PEM_LENGTH) return false;
  return value.split('-----BEGIN ').length === 2 && readCertificate(value) !== undefined && hasStrongKey(value);
}
