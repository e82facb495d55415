import { ValidateBy } from 'class-validator';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** A date and time with its offset (RFC 3339), and one that there is. */
export function IsMoment(): PropertyDecorator {
  return ValidateBy({
    name: 'moment',
    validator: {
      validate: isMoment,
      defaultMessage: () => '$property must be a date and time like 2026-11-24T09:30:00Z (RFC 3339)',
    },
  });
}

/** Whether a value is a moment as text. */
export function isMoment(value: unknown): value is string {
  return typeof value === 'string' && RFC_3339.test(value) && !Number.isNaN(Date.parse(value));
}
