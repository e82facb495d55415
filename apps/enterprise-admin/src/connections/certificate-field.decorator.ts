import { ValidateBy } from 'class-validator';
import { readCertificate } from '#libs/connection-health';

const MAX_PEM_LENGTH = 20_000;

/** A certificate in PEM form, or a list of them. */
export function IsCertificate({ each }: { readonly each: boolean }): PropertyDecorator {
  return ValidateBy(
    {
      name: 'certificate',
      validator: {
        validate: value =>
          typeof value === 'string' && value.length <= MAX_PEM_LENGTH && readCertificate(value) !== undefined,
        defaultMessage: () => `${each ? 'each of ' : ''}$property must be an X.509 certificate in PEM form`,
      },
    },
    { each },
  );
}
